-- The freeze of an idempotency key. $1 idempotency_key text   $2 location text   $3 sku text   $4 frozen_until date
-- Returns its id, and whether it was asked for with the same values.
select id, location = $2 and sku = $3 and frozen_until = $4
from forecast_freeze
where idempotency_key = $1
