-- Locks the heads of shards, in ascending order so that no two postings wait on each other.
--
-- $1 shards smallint[]
--
-- Returns each shard with its last sequence, when that was recorded, and the time at which what comes next is recorded: the
-- clock, always above that of the shard's last. The lock covers the shard's positions; nothing else is locked by a posting.
select
    shard,
    last_sequence,
    last_recorded_at,
    greatest(clock_timestamp(), last_recorded_at + interval '1 microsecond') as recorded_at
from event_shard
where shard = any($1)
order by shard
for update
