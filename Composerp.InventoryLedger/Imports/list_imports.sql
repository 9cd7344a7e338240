-- Imports, the latest first. $1 id text (one import; null for all)   $2 after id text (null from the latest)
-- $3 limit integer   $4 silence after which a running one is dead interval
select
    id, source, actor, is_dry_run,
    case when status = 'running' and alive_at < clock_timestamp() - $4 then 'interrupted' else status end as status,
    rows, posted, already_posted, zeros, refused, quantity, started_at, completed_at,
    problem_type, problem_reason, problem_line, problem_column, kind
from import
where ($1 is null or id = $1)
    and ($2 is null or (started_at, id) < (select last.started_at, last.id from import as last where last.id = $2))
order by started_at desc, id desc
limit $3
