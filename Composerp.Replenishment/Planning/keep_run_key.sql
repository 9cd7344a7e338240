-- Keeps the idempotency key of a run.
--
-- $1 key text   $2 request hash bytea   $3 run id uuid
insert into planning_run_key (key, request_hash, run_id)
values ($1, $2, $3)
