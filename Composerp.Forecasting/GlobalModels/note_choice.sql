-- Notes what a run uses, which the caller has locked.
--
-- $1 run_id uuid   $2 model integer or null   $3 why there is none text or null
-- $4 the run whose launches it uses uuid or null
update forecast_run
set global_model = $2, global_model_absence = $3, launches_of = $4
where id = $1
