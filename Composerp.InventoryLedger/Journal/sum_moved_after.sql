-- What was moved at positions after a time, by the time it happened. Positions never counted as of the past read a few
-- rows at the end of the index.
--
-- Parallel arrays: $1 shards smallint[]   $2 position ids bigint[]   $3 instants timestamptz[]
--
-- Returns the place of each in the arrays, from 1, and the sum in ten-thousandths.
select asked.number, moved.quantity
from unnest($1, $2, $3) with ordinality as asked (shard, position_id, instant, number)
cross join lateral (
    select coalesce(sum(entry.quantity), 0)::bigint as quantity
    from entry
    where entry.shard = asked.shard
        and entry.position_id = asked.position_id
        and entry.occurred_at > asked.instant
) as moved
