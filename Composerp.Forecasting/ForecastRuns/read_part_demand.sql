-- The demand of the series of one part.
--
-- $1 shard smallint   $2 first location, $3 first sku, $4 last location, $5 last sku: the part's ends, both included
-- $6 origin date: the last day   $7 history_days integer
-- Returns location, sku, and two arrays of equal length in the order of the days: days, and quantities in
-- ten-thousandths of a unit. Both are null where no row lies in that time.
select series.location, series.sku, known.days, known.quantities
from series
cross join lateral (
    select array_agg(day order by day) as days, array_agg(quantity order by day) as quantities
    from demand
    where demand.shard = series.shard
        and demand.location = series.location
        and demand.sku = series.sku
        and demand.day > $6::date - $7::integer
        and demand.day <= $6
) as known
where series.shard = $1
    and (series.location, series.sku) >= ($2, $3)
    and (series.location, series.sku) <= ($4, $5)
    and series.first_day <= $6
order by series.location, series.sku
