-- What answers about the past, lots and closed periods need.

-- The past of a position by the time it was recorded: versions have no gap, so that a few looks at this index find the
-- version of any moment, however many there are.
--
-- The planner takes all positions for small, and so two indexes that begin with the position for equally good: it would
-- read a busy position's whole past through this one to find what occurred within an hour. The expression keeps it out of
-- such questions; who wants this index says "position_id + 0".
drop index entry_by_version;

create index entry_by_version on entry (shard, (position_id + 0), version);

-- Where lots lie.
create index position_by_lot on position (sku, lot, shard, location)
where lot <> '';

-- Who closed which business days, and when. Rows are added only.
create table period_closing (
    closed_through date primary key,
    closed_at timestamptz not null,
    closed_by text not null
);
