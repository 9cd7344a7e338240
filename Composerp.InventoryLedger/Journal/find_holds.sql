-- What reservations promised and hold. Parallel arrays: $1 shards smallint[]   $2 reservations text[]
select held.id, held.location, held.sku, held.lot, held.reserved, held.open, held.expires_at
from unnest($1, $2) as asked (shard, id)
join reservation as held on held.shard = asked.shard and held.id = asked.id
