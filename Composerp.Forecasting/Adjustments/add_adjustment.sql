-- Adds an adjustment, once per idempotency key.
--
-- $1 id uuid   $2 idempotency_key text or null   $3 location text or null   $4 sku text or null
-- $5 first_day date   $6 last_day date   $7 kind text   $8 value double precision   $9 reason text   $10 actor text
-- $11 expires_on date or null
-- Changes nothing where the key is known.
insert into adjustment (id, idempotency_key, location, sku, first_day, last_day, kind, value, reason, actor, expires_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (idempotency_key) do nothing
