-- Freezes a series, once per idempotency key.
--
-- $1 id uuid   $2 idempotency_key text or null   $3 shard smallint   $4 location text   $5 sku text
-- $6 frozen_until date   $7 reason text   $8 actor text
-- Changes nothing where the key is known.
insert into forecast_freeze (id, idempotency_key, shard, location, sku, frozen_until, reason, actor)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (idempotency_key) do nothing
