-- What adjustments did to forecasts, as the newest forecast runs of all shards told.
--
-- $1 first day date: a run that saw none of the days from here on says nothing of them
select
    count(*) as told,
    count(forecast_run.final_absolute_error) as adjusted,
    coalesce(sum(forecast_run.compared_demand), 0) as demand,
    coalesce(sum(forecast_run.absolute_error), 0) as absolute_error,
    -- Where nothing was adjusted the final forecast is the statistical one.
    coalesce(sum(coalesce(forecast_run.final_absolute_error, forecast_run.absolute_error)), 0) as final_absolute_error
from forecast_run
where forecast_run.compared_demand is not null and forecast_run.absolute_error is not null and forecast_run.origin >= $1
