-- What the entries of receipts were found to cost beyond what they were posted with.
--
-- Parallel arrays: $1 shards smallint[]   $2 ids of receipts text[]
select entry.past_id, entry.past_line, sum(coalesce(entry.value, 0) + coalesce(entry.variance, 0))::bigint as difference
from unnest($1, $2) as asked (shard, id)
join entry on entry.shard = asked.shard and entry.past_id = asked.id and entry.kind = 'COST_CORRECTION'
group by entry.past_id, entry.past_line
