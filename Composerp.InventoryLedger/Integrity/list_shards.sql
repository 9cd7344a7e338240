-- The shards, ascending.
select shard
from event_shard
order by shard
