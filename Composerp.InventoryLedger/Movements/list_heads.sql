-- How far the log of each shard of locations goes. $1 shard smallint (null for all)
select shard, last_sequence
from event_shard
where shard < 64 and ($1 is null or shard = $1)
order by shard
