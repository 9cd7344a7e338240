-- The forecasts of a part, the demand that came, and what was compared before.
--
-- $1 run_id uuid   $2 shard smallint   $3 first location, $4 first sku, $5 last location, $6 last sku: the part's ends
-- $7 first day, $8 last day date: those to be compared, both included
-- Demand: two arrays of equal length, days and ten-thousandths of a unit; null where no row lies in that time.
select
    issued.location, issued.sku, issued.model, issued.mean, issued.quantiles, issued.absolute_scale, issued.squared_scale,
    came.days, came.quantities,
    measure.days, measure.actual, measure.absolute_error, measure.error, measure.squared_error, measure.pinball,
    measure.final_absolute_error, measure.final_error, measure.covered, issued.sigma
from forecast_series as issued
cross join lateral (
    select array_agg(day order by day) as days, array_agg(quantity order by day) as quantities
    from demand
    where demand.shard = issued.shard
        and demand.location = issued.location
        and demand.sku = issued.sku
        and demand.day between $7 and $8
) as came
left join forecast_measure as measure
    on measure.run_id = issued.run_id
    and measure.shard = issued.shard
    and measure.location = issued.location
    and measure.sku = issued.sku
where issued.run_id = $1
    and issued.shard = $2
    and (issued.location, issued.sku) >= ($3, $4)
    and (issued.location, issued.sku) <= ($5, $6)
order by issued.location, issued.sku
