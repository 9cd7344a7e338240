-- A shard without entries goes on behind a range: so that range is archived for it, too. Under the shard's lock.
--
-- $1 shard smallint   $2 last sequence of the range bigint
--
-- Returns whether that was so; it is not where the shard has entries, or went on already.
with skipped as (
    update event_shard
    set last_sequence = $2
    where shard = $1
        and last_sequence < $2
        and not exists (select from position where position.shard = $1 and position.version > 0)
    returning shard
),

published as (
    update relay_position
    set published_sequence = $2
    where shard in (select shard from skipped)
),

archived as (
    update archive
    set through_sequence = $2, start_sequence = $2 + 1
    where shard in (select shard from skipped)
)

select exists (select from skipped)
