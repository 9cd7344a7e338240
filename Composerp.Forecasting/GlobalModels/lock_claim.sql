-- Keeps others from taking a run up until the transaction ends.
--
-- $1 run_id uuid   $2 claim integer
-- Returns true; nothing where another process took the run up before.
select true
from forecast_run
where id = $1 and claim = $2 and status = 'running'
for update
