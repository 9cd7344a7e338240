-- How far the log of each shard of locations goes.
select shard, last_sequence
from event_shard
where shard < 64
order by shard
