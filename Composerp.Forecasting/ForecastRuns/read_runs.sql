-- Runs, newest first.
--
-- $1 id uuid: this one only, or null   $2 before uuid: go on after this one, or null   $3 limit integer
select
    id, status, actor, coalesce(origin, asked_origin), horizon_days, levels, series_total, series_done, series_failed,
    totals::text, problem, requested_at, started_at, completed_at, forecasts_deleted_at,
    scope, based_on, series_carried, cancelled_by, global_model, global_model_absence
from forecast_run
where ($1::uuid is null or id = $1)
    and ($2::uuid is null or id < $2)
order by id desc
limit $3
