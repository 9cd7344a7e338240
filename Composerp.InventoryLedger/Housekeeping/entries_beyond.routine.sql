-- Makes a range of what came before there was a range for it, without moving a row: first the table of these entries gets
-- bounds, which are proven while everybody goes on; then it changes its place, and a new one takes what comes for no range.
--
-- An attempt that was cut off leaves its bounds behind; the next one begins with other ones.
create or replace function bound_entries_beyond(low bigint, high bigint)
returns void
language plpgsql
as $$
begin
    alter table entry_beyond drop constraint if exists entry_beyond_bounds;
    execute format(
        'alter table entry_beyond add constraint entry_beyond_bounds check (sequence >= %s and sequence < %s) not valid',
        low, high);
end
$$;

create or replace function keep_entries_beyond(low bigint, high bigint)
returns void
language plpgsql
as $$
begin
    alter table entry detach partition entry_beyond;
    execute format('alter table entry_beyond rename to entry_%s', low);
    execute format('alter table entry attach partition entry_%s for values from (%s) to (%s)', low, low, high);
    execute format('alter table entry_%s drop constraint entry_beyond_bounds', low);
    create table entry_beyond partition of entry default;
end
$$;
