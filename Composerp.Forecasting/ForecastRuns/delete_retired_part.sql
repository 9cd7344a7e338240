-- Deletes the forecasts of one part of one run whose forecasts are marked as deleted.
-- Returns how many parts that were: 0 when there is nothing left.
with retired as (
    select forecast_run_part.run_id, forecast_run_part.shard, forecast_run_part.part
    from forecast_run
    join forecast_run_part on forecast_run_part.run_id = forecast_run.id
    where forecast_run.forecasts_deleted_at is not null
    limit 1
), part as (
    delete from forecast_run_part
    using retired
    where forecast_run_part.run_id = retired.run_id
        and forecast_run_part.shard = retired.shard
        and forecast_run_part.part = retired.part
    returning
        forecast_run_part.run_id, forecast_run_part.shard, forecast_run_part.first_location,
        forecast_run_part.first_sku, forecast_run_part.last_location, forecast_run_part.last_sku
), forecast as (
    delete from forecast_series
    using part
    where forecast_series.run_id = part.run_id
        and forecast_series.shard = part.shard
        and (forecast_series.location, forecast_series.sku) >= (part.first_location, part.first_sku)
        and (forecast_series.location, forecast_series.sku) <= (part.last_location, part.last_sku)
), level as (
    delete from forecast_level
    using part
    where forecast_level.run_id = part.run_id
), backtest as (
    delete from forecast_backtest
    using part
    where forecast_backtest.run_id = part.run_id
), failure as (
    delete from forecast_failure
    using part
    where forecast_failure.run_id = part.run_id
        and forecast_failure.shard = part.shard
        and (forecast_failure.location, forecast_failure.sku) >= (part.first_location, part.first_sku)
        and (forecast_failure.location, forecast_failure.sku) <= (part.last_location, part.last_sku)
)
select count(*)
from part
