-- The adjustment of an idempotency key.
--
-- $1 idempotency_key text   $2 location text or null   $3 sku text or null   $4 first_day date   $5 last_day date
-- $6 kind text   $7 value double precision   $8 expires_on date or null
-- Returns its id, and whether it was asked for with the same values.
select
    id,
    location is not distinct from $2 and sku is not distinct from $3 and first_day = $4 and last_day = $5
        and kind = $6 and value = $7 and expires_on is not distinct from $8::date
from adjustment
where idempotency_key = $1
