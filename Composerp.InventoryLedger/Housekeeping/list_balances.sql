-- Positions of a shard as they are, by id. Under the shard's lock.
--
-- $1 shard smallint   $2 after id bigint   $3 limit integer
select id, location, sku, account, balance, version, value, lot
from position
where shard = $1 and id > $2 and version > 0
order by id
limit $3
