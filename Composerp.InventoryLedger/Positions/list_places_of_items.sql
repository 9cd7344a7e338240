-- Locations and items that have a position or something on order, in the order of SKU, shard and location: few items,
-- wherever they are.
--
-- $1 sku text   $2 category text; null where it does not matter
-- $3 after shard smallint   $4 after location text   $5 after sku text; null from the beginning
-- $6 limit integer
select place.shard, place.location, item.sku
from item
cross join lateral (
    (
        select distinct position.shard, position.location
        from position
        where position.sku = item.sku
            and ($5 is null or (position.shard, position.location) > (
                case when item.sku = $5 then $3 else -1 end, case when item.sku = $5 then $4 else '' end))
        order by position.shard, position.location
        limit $6
    )
    union
    (
        select distinct on_order.shard, on_order.location
        from on_order
        where on_order.sku = item.sku
            and ($5 is null or (on_order.shard, on_order.location) > (
                case when item.sku = $5 then $3 else -1 end, case when item.sku = $5 then $4 else '' end))
        order by on_order.shard, on_order.location
        limit $6
    )
) as place
where ($1 is null or item.sku = $1)
    and ($2 is null or item.category = $2)
    and ($5 is null or item.sku >= $5)
order by item.sku, place.shard, place.location
limit $6
