-- The positions of a batch, as far as they exist.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 lots text[]   $5 accounts text[]
--
-- Returns the place of each in the arrays, from 1.
select asked.number, stored.balance, stored.version, stored.counted_at, stored.is_floor_lifted
from unnest($1, $2, $3, $4, $5) with ordinality as asked (shard, location, sku, lot, account, number)
join position as stored
    on stored.shard = asked.shard
    and stored.location = asked.location
    and stored.sku = asked.sku
    and stored.lot = asked.lot
    and stored.account = asked.account
