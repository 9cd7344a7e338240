-- Makes what reservations hold what is given. Parallel arrays: $1 shards smallint[]   $2 reservations text[]
-- $3 locations text[]   $4 skus text[]   $5 lots text[]   $6 reserved bigint[]   $7 open bigint[]   $8 expires_at timestamptz[]
insert into reservation (shard, id, location, sku, lot, reserved, open, expires_at)
select held.shard, held.id, held.location, held.sku, held.lot, held.reserved, held.open, held.expires_at
from unnest($1, $2, $3, $4, $5, $6, $7, $8) as held (shard, id, location, sku, lot, reserved, open, expires_at)
on conflict (shard, id, location, sku, lot) do update
set reserved = excluded.reserved, open = excluded.open
