-- Remembers movements for ever. A repeated id is an error: it was looked up under the same lock, or belongs to a
-- movement that is being posted elsewhere at this moment.
--
-- Parallel arrays: $1 ids text[]   $2 content hashes bytea[]   $3 shards smallint[]   $4 sequences bigint[]
--                  $5 other shards smallint[]   $6 other sequences bigint[] (null where there is one part only)
-- $7 recorded_at timestamptz
insert into movement_id (id, content_hash, shard, sequence, other_shard, other_sequence, recorded_at)
select posted.id, posted.content_hash, posted.shard, posted.sequence, posted.other_shard, posted.other_sequence, $7
from unnest($1, $2, $3, $4, $5, $6) as posted (id, content_hash, shard, sequence, other_shard, other_sequence)
