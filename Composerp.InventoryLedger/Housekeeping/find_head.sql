-- The last sequence of a shard. $1 shard smallint
select last_sequence
from event_shard
where shard = $1
