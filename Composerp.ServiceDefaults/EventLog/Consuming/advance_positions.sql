-- Moves positions, which the transaction holds locked, to the sequences applied.
--
-- $1 source text   $2 shards smallint[]   $3 sequences bigint[] (parallel to the shards)
update consumer_position
set sequence = applied.sequence
from unnest($2, $3) as applied (shard, sequence)
where consumer_position.source = $1 and consumer_position.shard = applied.shard
