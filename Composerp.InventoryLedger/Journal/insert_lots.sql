-- Remembers when lots expire. One that is known is an error: it was looked up, or is told elsewhere at this moment.
--
-- Parallel arrays: $1 skus text[]   $2 lots text[]   $3 expiry days date[]
insert into lot (sku, lot, expires_on)
select told.sku, told.lot, told.expires_on
from unnest($1, $2, $3) as told (sku, lot, expires_on)
order by told.sku, told.lot
