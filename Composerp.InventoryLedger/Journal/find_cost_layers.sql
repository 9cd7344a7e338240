-- The layers of cost pools, oldest first. Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]
select layer.location, layer.sku, layer.number, layer.movement_id, layer.line, layer.quantity, layer.value
from unnest($1, $2, $3) as asked (shard, location, sku)
join cost_layer as layer on layer.shard = asked.shard and layer.location = asked.location and layer.sku = asked.sku
order by layer.location, layer.sku, layer.number
