-- Locations and items that have a position or something on order, in the order of shard, location and SKU.
--
-- $1 location text   $2 shard smallint (that of the location)   $3 sku text; null where it does not matter
-- $4 after shard smallint   $5 after location text   $6 after sku text; null from the beginning
-- $7 limit integer
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
