-- The positions of lots that goods may be picked from. A lot that has something in one place of the batch is read in all of
-- them: what is picked may go where the lot was before.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]
with held as (
    select distinct stored.sku, stored.lot
    from unnest($1, $2, $3) as asked (shard, location, sku)
    join position as stored
        on stored.shard = asked.shard
        and stored.location = asked.location
        and stored.sku = asked.sku
        and stored.lot <> ''
        and stored.balance > 0
)

select
    stored.location, stored.sku, stored.lot, stored.account, stored.id, stored.balance, stored.version, stored.value,
    stored.uncosted, stored.counted_at, stored.moved_at, stored.is_floor_lifted, stored.pool_quantity, stored.pool_value,
    stored.last_unit_cost
from unnest($1, $2, $3) as asked (shard, location, sku)
join held on held.sku = asked.sku
join position as stored
    on stored.shard = asked.shard
    and stored.location = asked.location
    and stored.sku = asked.sku
    and stored.lot = held.lot
