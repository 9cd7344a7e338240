-- Makes the layers of cost pools what is given.
--
-- Pools, parallel: $1 shards smallint[]   $2 locations text[]   $3 skus text[]
-- Layers, parallel: $4 shards smallint[]   $5 locations text[]   $6 skus text[]   $7 numbers bigint[]
-- $8 movement ids text[]   $9 lines integer[]   $10 quantities bigint[]   $11 values bigint[]
with gone as (
    delete from cost_layer
    using unnest($1, $2, $3) as pool (shard, location, sku)
    where cost_layer.shard = pool.shard
        and cost_layer.location = pool.location
        and cost_layer.sku = pool.sku
        and (cost_layer.shard, cost_layer.location, cost_layer.sku, cost_layer.number) not in (
            select kept.shard, kept.location, kept.sku, kept.number
            from unnest($4, $5, $6, $7) as kept (shard, location, sku, number)
        )
)

insert into cost_layer as stored (shard, location, sku, number, movement_id, line, quantity, value)
select layer.shard, layer.location, layer.sku, layer.number, layer.movement_id, layer.line, layer.quantity, layer.value
from unnest($4, $5, $6, $7, $8, $9, $10, $11) as layer (
    shard, location, sku, number, movement_id, line, quantity, value)
on conflict (shard, location, sku, number) do update
set quantity = excluded.quantity, value = excluded.value
where (stored.quantity, stored.value) is distinct from (excluded.quantity, excluded.value)
