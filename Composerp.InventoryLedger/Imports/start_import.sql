-- Begins an import. An id may be used again once its import has ended; one whose process died has ended.
--
-- $1 id text   $2 source text   $3 actor text   $4 dry run boolean   $5 silence after which it is dead interval
-- $6 kind text
--
-- Returns no row where an import of this id is running.
insert into import as known (
    id, kind, source, actor, is_dry_run, status, rows, posted, already_posted, zeros, refused, quantity, started_at, alive_at)
values ($1, $6, $2, $3, $4, 'running', 0, 0, 0, 0, 0, 0, clock_timestamp(), clock_timestamp())
on conflict (id) do update
set
    kind = excluded.kind,
    source = excluded.source,
    actor = excluded.actor,
    is_dry_run = excluded.is_dry_run,
    status = excluded.status,
    rows = 0,
    posted = 0,
    already_posted = 0,
    zeros = 0,
    refused = 0,
    quantity = 0,
    problem_type = null,
    problem_reason = null,
    problem_line = null,
    problem_column = null,
    started_at = excluded.started_at,
    alive_at = excluded.alive_at,
    completed_at = null
where known.status <> 'running' or known.alive_at < clock_timestamp() - $5
returning id
