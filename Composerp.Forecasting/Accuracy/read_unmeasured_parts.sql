-- Parts of completed runs with days that can be compared by now, in the order of their origins.
--
-- $1 the last day whose demand is complete date
-- Returns the part, its run, the last day that was compared (the origin before the first), and the origin of the next run,
-- null where there is none: days up to that one are forecast by this run from nearest.
select
    forecast_run.id, forecast_run.origin, forecast_run.horizon_days, forecast_run.levels,
    forecast_run_part.shard, forecast_run_part.part,
    forecast_run_part.first_location, forecast_run_part.first_sku, forecast_run_part.last_location, forecast_run_part.last_sku,
    coalesce(forecast_run_part.measured_through, forecast_run.origin),
    (
        select min(later.origin)
        from forecast_run as later
        where later.status = 'completed'
            and (later.origin, later.completed_at, later.id) > (forecast_run.origin, forecast_run.completed_at, forecast_run.id)
    )
from forecast_run
join forecast_run_part on forecast_run_part.run_id = forecast_run.id
where forecast_run.status = 'completed'
    and forecast_run.forecasts_deleted_at is null
    and coalesce(forecast_run_part.measured_through, forecast_run.origin) < least(forecast_run.origin + forecast_run.horizon_days, $1)
order by
    forecast_run.origin, forecast_run.completed_at, forecast_run.id, forecast_run_part.shard, forecast_run_part.part
