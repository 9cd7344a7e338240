-- What was moved at positions after a time, by the time it happened, and how many entries count it as of that time or keep
-- such a count right. Positions never counted as of the past read a few rows at the end of the index.
--
-- Parallel arrays: $1 shards smallint[]   $2 position ids bigint[]   $3 instants timestamptz[]
--
-- Returns the place of each in the arrays, from 1, the sum in ten-thousandths, and the number. A count that was taken back
-- is none any more.
select asked.number, moved.quantity, moved.settled
from unnest($1, $2, $3) with ordinality as asked (shard, position_id, instant, number)
cross join lateral (
    select
        coalesce(sum(entry.quantity) filter (where entry.occurred_at > asked.instant), 0)::bigint as quantity,
        count(*) filter (
            where entry.occurred_at = asked.instant
                and (entry.is_correction or (
                    entry.found is not null
                    and not exists (select from reversal where reversal.movement_id = entry.movement_id)
                ))
        )::integer as settled
    from entry
    where entry.shard = asked.shard
        and entry.position_id = asked.position_id
        and entry.occurred_at >= asked.instant
) as moved
