-- The run whose forecasts are asked for.
--
-- $1 id uuid: that run; null: the newest completed one whose forecasts are there
select id, status, origin, horizon_days, levels, forecasts_deleted_at is not null
from forecast_run
where id = $1 or ($1::uuid is null and status = 'completed' and forecasts_deleted_at is null)
order by completed_at desc nulls last, id desc
limit 1
