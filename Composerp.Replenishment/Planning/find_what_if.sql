-- What a run with changed parameters found.
--
-- $1 id uuid
select
    what_if_run.id,
    what_if_run.requested_by,
    what_if_run.started_at,
    what_if_run.completed_at,
    what_if_run.request::text as request,
    what_if_run.result::text as result
from what_if_run
where what_if_run.id = $1
