-- Where a shard's log ends, up to where it was proven, and up to where it is archived. The first statement of the proof: all
-- others see the same state.
--
-- $1 shard smallint
select
    event_shard.last_sequence,
    greatest(proven_shard.sequence, archive.through_sequence, 0) as proven_sequence,
    coalesce(archive.through_sequence, 0) as archived_sequence
from event_shard
left join proven_shard on proven_shard.shard = event_shard.shard
left join archive on archive.shard = event_shard.shard
where event_shard.shard = $1
