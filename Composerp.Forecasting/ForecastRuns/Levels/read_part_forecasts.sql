-- The forecasts of a part of a run, with its origin.
--
-- $1 run_id uuid   $2 shard smallint   $3 first location, $4 first sku, $5 last location, $6 last sku: the part's ends
-- $7 origin date
-- Returns the columns of read_kept_forecasts.sql, and the category.
select
    forecast_series.location, forecast_series.sku, forecast_series.model, $7::date, forecast_series.fitted_origin,
    forecast_series.mean, forecast_series.sigma, forecast_series.sum_sigma, forecast_series.quantiles,
    forecast_series.sum_quantiles, forecast_series.backtest_days, forecast_series.actual, forecast_series.absolute_error,
    forecast_series.error, forecast_series.squared_error, forecast_series.pinball, forecast_series.naive_error,
    forecast_series.covered, forecast_series.absolute_scale, forecast_series.squared_scale,
    forecast_series.global_share, forecast_series.peer_share, forecast_series.sums, forecast_series.sums_covered,
    coalesce(item.category, '')
from forecast_series
left join item on item.sku = forecast_series.sku
where forecast_series.run_id = $1
    and forecast_series.shard = $2
    and (forecast_series.location, forecast_series.sku) >= ($3, $4)
    and (forecast_series.location, forecast_series.sku) <= ($5, $6)
order by forecast_series.location, forecast_series.sku
