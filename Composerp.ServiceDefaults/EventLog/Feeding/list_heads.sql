-- The last sequence of every shard that has events.
select shard, last_sequence
from event_shard
where last_sequence > 0
order by shard
