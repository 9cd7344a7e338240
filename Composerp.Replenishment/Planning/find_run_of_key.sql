-- The run that was made with an idempotency key. $1 key text
select planning_run_key.run_id, planning_run_key.request_hash
from planning_run_key
where planning_run_key.key = $1
