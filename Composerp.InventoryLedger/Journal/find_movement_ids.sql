-- What is remembered of movements that were posted under these ids.
--
-- $1 ids text[]
--
-- A join, not "id = any($1)": only a join visits for each id the one partition that may hold it.
select known.id, known.content_hash, known.recorded_at, known.shard, known.sequence, known.other_shard, known.other_sequence
from unnest($1) as asked (id)
join movement_id as known on known.id = asked.id
