-- The positions of a batch, as far as they exist.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 lots text[]   $5 accounts text[]
select
    stored.location, stored.sku, stored.lot, stored.account, stored.id, stored.balance, stored.version, stored.value,
    stored.uncosted, stored.counted_at, stored.moved_at, stored.is_floor_lifted, stored.pool_quantity, stored.pool_value,
    stored.last_unit_cost
from unnest($1, $2, $3, $4, $5) as asked (shard, location, sku, lot, account)
join position as stored
    on stored.shard = asked.shard
    and stored.location = asked.location
    and stored.sku = asked.sku
    and stored.lot = asked.lot
    and stored.account = asked.account
