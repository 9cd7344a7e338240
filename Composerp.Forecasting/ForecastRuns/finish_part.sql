-- Notes that a part is done.
--
-- $1 run_id uuid   $2 claim integer   $3 shard smallint   $4 part integer
-- $5 series with a forecast integer   $6 series failed integer   $7 totals jsonb   $8 of $5 those that kept theirs integer
-- Returns how many parts were noted: 0 where another process took the run up since or it was cancelled, and the caller
-- must roll back.
with counted as (
    update forecast_run
    set series_done = series_done + $5 + $6, series_failed = series_failed + $6, series_carried = series_carried + $8
    where id = $1 and claim = $2 and status = 'running'
    returning id
), done as (
    update forecast_run_part
    set series_count = $5, totals = $7
    from counted
    where forecast_run_part.run_id = counted.id
        and forecast_run_part.shard = $3
        and forecast_run_part.part = $4
        and forecast_run_part.series_count is null
    returning forecast_run_part.part
)
select count(*)
from done
