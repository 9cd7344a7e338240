-- The key figures of a run; null where it measured none.
--
-- $1 run id uuid
select planning_run.scope, (planning_run.started_at at time zone 'UTC')::date as day, planning_run_kpi.kpis::text as kpis
from planning_run
left join planning_run_kpi on planning_run_kpi.run_id = planning_run.id
where planning_run.id = $1
