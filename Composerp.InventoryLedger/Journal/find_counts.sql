-- The times for which positions were counted, from a time on, ascending.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 lots text[]   $5 accounts text[]
--                  $6 instants timestamptz[]
--
-- Returns the place of each position in the arrays, from 1.
select distinct asked.number, entry.occurred_at
from unnest($1, $2, $3, $4, $5, $6) with ordinality as asked (shard, location, sku, lot, account, instant, number)
join entry
    on entry.shard = asked.shard
    and entry.location = asked.location
    and entry.sku = asked.sku
    and entry.lot = asked.lot
    and entry.account = asked.account
    and entry.occurred_at >= asked.instant
    and entry.found is not null
order by asked.number, entry.occurred_at
