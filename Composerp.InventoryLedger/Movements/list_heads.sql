-- Where the log of each shard of locations begins and ends. $1 shard smallint (null for all)
select event_shard.shard, archive.through_sequence, event_shard.last_sequence
from event_shard
join archive on archive.shard = event_shard.shard
where $1 is null or event_shard.shard = $1
order by event_shard.shard
