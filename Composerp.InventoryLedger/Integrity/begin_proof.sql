-- Where a shard's log ends, and up to where it was proven. The first statement of the proof: all others see the same state.
--
-- $1 shard smallint
select event_shard.last_sequence, coalesce(proven_shard.sequence, 0) as proven_sequence
from event_shard
left join proven_shard on proven_shard.shard = event_shard.shard
where event_shard.shard = $1
