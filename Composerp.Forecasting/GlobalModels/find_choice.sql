-- What a run uses. $1 run_id uuid
-- Returns the model, the reason why there is none, and the run whose launches it uses; the first two are null until it chose.
select global_model, global_model_absence, launches_of
from forecast_run
where id = $1
