-- Stock of items at locations with what is on order, over lots.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]
--
-- In the order of the arrays, quantities in ten-thousandths. The version is the sum over the item's positions there: it
-- grows with every change.
select
    asked.location,
    asked.sku,
    stock.on_hand,
    stock.reserved,
    stock.damaged,
    stock.in_transit,
    ordered.quantity as on_order,
    stock.value,
    stock.version,
    (select item.category from item where item.sku = asked.sku) as category,
    (select location.kind from location where location.code = asked.location) as kind
from unnest($1, $2, $3) with ordinality as asked (shard, location, sku, number)
cross join lateral (
    select
        coalesce(sum(balance) filter (where account in ('ON_HAND', 'RESERVED')), 0)::bigint as on_hand,
        coalesce(sum(balance) filter (where account = 'RESERVED'), 0)::bigint as reserved,
        coalesce(sum(balance) filter (where account = 'DAMAGED'), 0)::bigint as damaged,
        coalesce(sum(balance) filter (where account = 'IN_TRANSIT'), 0)::bigint as in_transit,
        coalesce(sum(pool_value), 0)::bigint as value,
        coalesce(sum(version), 0)::bigint as version
    from position
    where position.shard = asked.shard and position.location = asked.location and position.sku = asked.sku
) as stock
cross join lateral (
    select coalesce(sum(greatest(quantity - received, 0)), 0)::bigint as quantity
    from on_order
    where on_order.shard = asked.shard and on_order.location = asked.location and on_order.sku = asked.sku
) as ordered
order by asked.number
