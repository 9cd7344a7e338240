-- Gives a run up; what it has written so far is deleted with the forecasts of old runs.
--
-- $1 id uuid   $2 claim integer   $3 problem text
-- Returns when; nothing where another process took the run up since.
update forecast_run
set status = 'failed', completed_at = now(), problem = $3, forecasts_deleted_at = now()
where id = $1 and claim = $2 and status = 'running'
returning completed_at
