-- The lots that goods may be picked from: positions of a lot with something in them.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]
select
    stored.location, stored.sku, stored.lot, stored.account, stored.id, stored.balance, stored.version, stored.value,
    stored.uncosted, stored.counted_at, stored.moved_at, stored.is_floor_lifted, stored.pool_quantity, stored.pool_value,
    stored.last_unit_cost
from unnest($1, $2, $3) as asked (shard, location, sku)
join position as stored
    on stored.shard = asked.shard
    and stored.location = asked.location
    and stored.sku = asked.sku
    and stored.lot <> ''
    and stored.balance > 0
