-- Categories of the items of a part that have one.
--
-- $1 shard smallint   $2 first location, $3 first sku, $4 last location, $5 last sku: the part's ends, both included
select distinct item.sku, item.category
from series
join item on item.sku = series.sku
where series.shard = $1
    and (series.location, series.sku) >= ($2, $3)
    and (series.location, series.sku) <= ($4, $5)
    and item.category is not null
