-- Ends a run that has not ended; what it has written so far is deleted with the forecasts of old runs.
--
-- $1 id uuid   $2 actor text   $3 reason text or null
-- Returns when; nothing where the run has ended already or is not known.
update forecast_run
set status = 'cancelled', completed_at = now(), cancelled_by = $2, problem = $3, forecasts_deleted_at = now()
where id = $1 and status in ('queued', 'running')
returning completed_at
