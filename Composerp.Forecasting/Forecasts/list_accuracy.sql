-- A page of the backtests behind a run's forecasts in the order of the key.
--
-- $1 run_id uuid
-- $2 shard smallint, $3 location text: of one location, or both null
-- $4 sku text or null
-- $5 shard, $6 location, $7 sku: go on after this one, or null
-- $8 limit integer
-- Returns sums over the backtest's days, null where there was none: see forecast_series.
select
    forecast_series.location, forecast_series.sku, forecast_series.model,
    forecast_series.backtest_days, forecast_series.actual, forecast_series.absolute_error, forecast_series.error,
    forecast_series.squared_error, forecast_series.pinball, forecast_series.naive_error, forecast_series.covered,
    forecast_series.sums, forecast_series.sums_covered
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
