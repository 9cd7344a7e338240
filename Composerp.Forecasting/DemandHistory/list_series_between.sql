-- The series of a part of a shard.
--
-- $1 shard smallint   $2 first location, $3 first sku, $4 last location, $5 last sku: both ends included
-- $6 origin date: only series that begin by then
-- Returns location, sku in the order of the key.
select location, sku
from series
where shard = $1
    and (location, sku) >= ($2, $3)
    and (location, sku) <= ($4, $5)
    and first_day <= $6
order by location, sku
