-- The run that an idempotency key started.
--
-- $1 idempotency_key text   $2 asked_origin date or null   $3 horizon_days integer   $4 scope text
-- Returns its id, and whether it was asked for with the same values.
select id, asked_origin is not distinct from $2::date and horizon_days = $3 and scope = $4
from forecast_run
where idempotency_key = $1
