-- Stock per item and location with what is on order, over lots, in the order of shard, location and SKU.
--
-- $1 location text   $2 shard smallint (that of the location)   $3 sku text; null where it does not matter
-- $4 after shard smallint   $5 after location text   $6 after sku text; null from the beginning
-- $7 limit integer
--
-- Quantities in ten-thousandths. The version is the sum over the item's positions there: it grows with every change.
with page as (
    (
        select distinct shard, location, sku
        from position
        where ($1 is null or (shard = $2 and location = $1))
            and ($3 is null or sku = $3)
            and ($4 is null or (shard, location, sku) > ($4, $5, $6))
        order by shard, location, sku
        limit $7
    )
    union
    (
        select distinct shard, location, sku
        from on_order
        where ($1 is null or (shard = $2 and location = $1))
            and ($3 is null or sku = $3)
            and ($4 is null or (shard, location, sku) > ($4, $5, $6))
        order by shard, location, sku
        limit $7
    )
    order by shard, location, sku
    limit $7
)

select
    page.location,
    page.sku,
    stock.on_hand,
    stock.reserved,
    stock.damaged,
    stock.in_transit,
    ordered.quantity as on_order,
    stock.pool_quantity,
    stock.pool_value,
    stock.version
from page
cross join lateral (
    select
        coalesce(sum(balance) filter (where account in ('ON_HAND', 'RESERVED')), 0)::bigint as on_hand,
        coalesce(sum(balance) filter (where account = 'RESERVED'), 0)::bigint as reserved,
        coalesce(sum(balance) filter (where account = 'DAMAGED'), 0)::bigint as damaged,
        coalesce(sum(balance) filter (where account = 'IN_TRANSIT'), 0)::bigint as in_transit,
        coalesce(sum(pool_quantity), 0)::bigint as pool_quantity,
        coalesce(sum(pool_value), 0)::bigint as pool_value,
        coalesce(sum(version), 0)::bigint as version
    from position
    where position.shard = page.shard and position.location = page.location and position.sku = page.sku
) as stock
cross join lateral (
    select coalesce(sum(greatest(quantity - received, 0)), 0)::bigint as quantity
    from on_order
    where on_order.shard = page.shard and on_order.location = page.location and on_order.sku = page.sku
) as ordered
order by page.shard, page.location, page.sku
