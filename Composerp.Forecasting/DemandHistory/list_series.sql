-- A page of series in the order of the key.
--
-- $1 shard smallint, $2 location text: of one location, or both null   $3 sku text or null
-- $4 shard, $5 location, $6 sku: go on after this row, or null   $7 limit integer
-- Returns location, sku, first and last day with more sold than brought back, first day of known stock, free stock
-- (ten-thousandths of a unit), the item whose history it takes over, the first day on which another takes over from it.
select
    series.location, series.sku,
    first_sale.day, last_sale.day,
    item_stock.first_day, item_stock.quantity,
    own.replaces,
    (select min(first_day) from supersession where supersession.replaces = series.sku)
from series
left join lateral (
    select day
    from demand
    where demand.shard = series.shard and demand.location = series.location and demand.sku = series.sku and quantity > 0
    order by day
    limit 1
) as first_sale on true
left join lateral (
    select day
    from demand
    where demand.shard = series.shard and demand.location = series.location and demand.sku = series.sku and quantity > 0
    order by day desc
    limit 1
) as last_sale on true
left join item_stock
    on item_stock.shard = series.shard and item_stock.location = series.location and item_stock.sku = series.sku
left join supersession as own on own.sku = series.sku
where ($1::smallint is null or (series.shard = $1 and series.location = $2))
    and ($3::text is null or series.sku = $3)
    and ($4::smallint is null or (series.shard, series.location, series.sku) > ($4, $5, $6))
order by series.shard, series.location, series.sku
limit $7
