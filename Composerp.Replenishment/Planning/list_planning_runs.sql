-- Planning runs, newest first.
--
-- $1 id uuid (null: all)
-- $2 started at timestamptz and $3 id uuid of the last row of the page before (null: first page)   $4 rows integer
select
    planning_run.id,
    planning_run.date,
    planning_run.requested_by,
    planning_run.started_at,
    planning_run.completed_at,
    planning_run.item_locations,
    planning_run.proposed,
    planning_run.unchanged,
    planning_run.withdrawn,
    planning_run.skipped,
    planning_run.scope
from planning_run
where
    ($1::uuid is null or planning_run.id = $1)
    and ($2::timestamptz is null or (planning_run.started_at, planning_run.id) < ($2, $3))
order by planning_run.started_at desc, planning_run.id desc
limit $4
