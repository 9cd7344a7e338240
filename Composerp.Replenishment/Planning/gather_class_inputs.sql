-- What items are classed by within their location: turnover of the forecast's horizon per day, and demand of a week with
-- the deviation of its error. By location, so that one location at a time is enough.
select
    forecast.location,
    forecast.sku,
    coalesce((select avg(day) from unnest(forecast.mean) as day), 0)::double precision as daily_mean,
    coalesce(
        forecast.sum_sigma[7],
        (select sqrt(sum(day * day)) from unnest(forecast.sigma[1:7]) as day),
        0
    )::double precision as week_deviation,
    coalesce(item.unit_cost, 1) as unit_cost
from forecast
left join item on item.sku = forecast.sku
order by forecast.location
