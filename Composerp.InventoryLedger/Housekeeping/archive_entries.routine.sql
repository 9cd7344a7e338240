-- Detaches a range of entries that every shard is prepared for, and says so: who reads sees both or neither.
--
-- Not "concurrently", which a table with a default partition does not allow. It changes the catalog only, and is done as soon
-- as nobody reads or writes entries; the caller limits how long it may wait for that, since others wait behind it.
--
-- False where the ledger is being proven, by what was there when the proof began.
create or replace function archive_entries(low bigint, high bigint)
returns boolean
language plpgsql
as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('composerp.integrity', 0)) then
        return false;
    end if;

    if exists (select from archive where greatest(through_sequence, prepared_through) < high - 1) then
        raise exception 'not every shard is prepared for archiving up to %', high - 1;
    end if;

    execute format('alter table entry detach partition entry_%s', low);
    execute format('alter table entry_%s rename to entry_archived_%s', low, low);

    update archive
    set through_sequence = prepared_through, until = prepared_until, start_sequence = prepared_start
    where through_sequence < prepared_through;

    return true;
end
$$;
