-- The newest run: for which day it planned (null: every location's own), and when it looked.
select planning_run.date, planning_run.started_at
from planning_run
order by planning_run.started_at desc, planning_run.id desc
limit 1
