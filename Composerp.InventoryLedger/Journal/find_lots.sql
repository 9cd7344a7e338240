-- The expiry of lots. Parallel arrays: $1 skus text[]   $2 lots text[]
select lot.sku, lot.lot, lot.expires_on
from unnest($1, $2) as asked (sku, lot)
join lot on lot.sku = asked.sku and lot.lot = asked.lot
