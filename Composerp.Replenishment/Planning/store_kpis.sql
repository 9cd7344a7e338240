-- Keeps the key figures of a run, and forgets days that no run looks at any more.
--
-- $1 run id uuid   $2 kpis text (json)   $3 first day that is kept date
with forgotten as (
    delete from stock_day
    where stock_day.day < $3
)

insert into planning_run_kpi (run_id, kpis)
values ($1, $2::json)
