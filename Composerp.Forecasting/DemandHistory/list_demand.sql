-- A page of demand in the order of the key.
--
-- $1 shard smallint, $2 location text: of one location, or both null
-- $3 sku text or null   $4 from date or null   $5 to date or null (both included)
-- $6 shard, $7 location, $8 sku, $9 day: go on after this row, or null
-- $10 limit integer, null for all
-- Returns location, sku, day, quantity (ten-thousandths of a unit).
select demand.location, demand.sku, demand.day, demand.quantity
from series
join demand on demand.shard = series.shard and demand.location = series.location and demand.sku = series.sku
where ($1::smallint is null or (series.shard = $1 and series.location = $2))
    and ($3::text is null or series.sku = $3)
    and ($4::date is null or demand.day >= $4)
    and ($5::date is null or demand.day <= $5)
    and ($6::smallint is null or (demand.shard, demand.location, demand.sku, demand.day) > ($6, $7, $8, $9))
order by demand.shard, demand.location, demand.sku, demand.day
limit $10
