-- Locks positions in ascending order of their shards, so that no two consumers wait on each other: shard, sequence.
--
-- $1 source text   $2 shards smallint[]
select shard, sequence
from consumer_position
where source = $1 and shard = any($2)
order by shard
for update
