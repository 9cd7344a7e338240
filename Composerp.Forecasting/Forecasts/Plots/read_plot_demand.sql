-- The demand of one series for its plot.
--
-- $1 shard smallint   $2 location text   $3 sku text   $4 first day date
-- Returns the last day known at the location, and two arrays of equal length in the order of the days: days, and
-- quantities in ten-thousandths of a unit; both null where no row lies in that time.
select location.last_day, known.days, known.quantities
from location
cross join lateral (
    select array_agg(day order by day) as days, array_agg(quantity order by day) as quantities
    from demand
    where demand.shard = $1
        and demand.location = $2
        and demand.sku = $3
        and demand.day between $4 and location.last_day
) as known
where location.code = $2 and location.last_day is not null
