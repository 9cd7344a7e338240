-- A page of a run's forecasts in the order of the key.
--
-- $1 run_id uuid
-- $2 shard smallint, $3 location text: of one location, or both null
-- $4 sku text or null
-- $5 shard, $6 location, $7 sku: go on after this one, or null
-- $8 limit integer
select
    forecast_series.location, forecast_series.sku, forecast_series.model,
    forecast_series.mean, forecast_series.sigma, forecast_series.sum_sigma, forecast_series.quantiles,
    forecast_series.sum_quantiles, forecast_series.fitted_origin, forecast_series.global_share, forecast_series.peer_share
from series
join forecast_series
    on forecast_series.run_id = $1
    and forecast_series.shard = series.shard
    and forecast_series.location = series.location
    and forecast_series.sku = series.sku
where ($2::smallint is null or (series.shard = $2 and series.location = $3))
    and ($4::text is null or series.sku = $4)
    and ($5::smallint is null or (forecast_series.shard, forecast_series.location, forecast_series.sku) > ($5, $6, $7))
order by forecast_series.shard, forecast_series.location, forecast_series.sku
limit $8
