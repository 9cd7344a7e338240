-- The times for which positions were counted, from a time on, ascending. A count that was taken back is none any more.
--
-- Parallel arrays: $1 shards smallint[]   $2 position ids bigint[]   $3 instants timestamptz[]
--
-- Returns the place of each position in the arrays, from 1.
select distinct asked.number, entry.occurred_at
from unnest($1, $2, $3) with ordinality as asked (shard, position_id, instant, number)
join entry
    on entry.shard = asked.shard
    and entry.position_id = asked.position_id
    and entry.occurred_at >= asked.instant
    and entry.found is not null
where not exists (select from reversal where reversal.movement_id = entry.movement_id)
order by asked.number, entry.occurred_at
