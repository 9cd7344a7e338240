-- What reservations promised and hold, in the order of id, location, SKU and lot.
--
-- $1 id text   $2 location text   $3 shard smallint (that of the location)   $4 sku text; null where it does not matter
-- $5 only what is held still boolean
-- $6 after id text   $7 after location text   $8 after sku text   $9 after lot text; null from the beginning
-- $10 limit integer
select id, location, sku, lot, reserved, open, expires_at
from reservation
where ($1 is null or id = $1)
    and ($2 is null or (shard = $3 and location = $2))
    and ($4 is null or sku = $4)
    and (not $5 or open > 0)
    and ($6 is null or (id, location, sku, lot) > ($6, $7, $8, $9))
order by id, location, sku, lot
limit $10
