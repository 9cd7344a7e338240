-- Keeps what a run with changed parameters found.
--
-- $1 id uuid   $2 actor text   $3 started at timestamptz   $4 completed at timestamptz   $5 request text   $6 result text (json)
insert into what_if_run (id, requested_by, started_at, completed_at, request, result)
values ($1, $2, $3, $4, $5::json, $6::json)
