-- Notes what a run uses, once.
--
-- $1 run_id uuid   $2 claim integer   $3 model integer or null   $4 why there is none text or null
-- $5 the run whose launches it uses uuid or null
-- Returns true; nothing where another process took the run up since, and nothing was changed.
update forecast_run
set global_model = $3, global_model_absence = $4, launches_of = $5
where id = $1 and claim = $2 and status = 'running'
returning true
