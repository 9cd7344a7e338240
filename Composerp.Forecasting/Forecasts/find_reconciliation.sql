-- How the levels of a run add up; null of runs from an older version. $1 id uuid
select reconciliation::text
from forecast_run
where id = $1
