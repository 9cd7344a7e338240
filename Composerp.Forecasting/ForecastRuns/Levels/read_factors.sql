-- The factors of a run's categories, and its origin. $1 run_id uuid
select forecast_level.location, forecast_level.category, forecast_level.factors, forecast_run.origin
from forecast_level
join forecast_run on forecast_run.id = forecast_level.run_id
where forecast_level.run_id = $1 and forecast_level.level = 3 and forecast_level.factors is not null
