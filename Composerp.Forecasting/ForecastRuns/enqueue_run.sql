-- Queues a run, once per idempotency key.
--
-- $1 id uuid   $2 idempotency_key text or null   $3 actor text or null   $4 asked_origin date or null
-- $5 horizon_days integer   $6 history_days integer   $7 levels double precision[]   $8 scope text
-- Changes nothing where the key is known.
insert into forecast_run (id, idempotency_key, actor, asked_origin, horizon_days, history_days, levels, scope)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (idempotency_key) do nothing
