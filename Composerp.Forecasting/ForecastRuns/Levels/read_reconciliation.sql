-- How the levels of a run add up; null where that is not decided. $1 id uuid
select reconciliation::text
from forecast_run
where id = $1
