-- What was moved at positions after a time, by the time it happened. Positions never counted as of the past read a few
-- rows at the end of the index.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 lots text[]   $5 accounts text[]
--                  $6 instants timestamptz[]
--
-- Returns the place of each in the arrays, from 1, and the sum in ten-thousandths.
select asked.number, moved.quantity
from unnest($1, $2, $3, $4, $5, $6) with ordinality as asked (shard, location, sku, lot, account, instant, number)
cross join lateral (
    select coalesce(sum(entry.quantity), 0)::bigint as quantity
    from entry
    where entry.shard = asked.shard
        and entry.location = asked.location
        and entry.sku = asked.sku
        and entry.lot = asked.lot
        and entry.account = asked.account
        and entry.occurred_at > asked.instant
        and entry.version is not null
) as moved
