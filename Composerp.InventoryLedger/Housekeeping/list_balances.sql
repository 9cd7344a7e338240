-- Positions of a shard as they are, by id. Under the shard's lock.
--
-- $1 shard smallint   $2 after id bigint   $3 limit integer
select
    position.id, position.location, position.sku, position.account, position.balance, position.version, position.value, position.lot,
    lot.expires_on
from position
left join lot on position.lot <> '' and lot.sku = position.sku and lot.lot = position.lot
where position.shard = $1 and position.id > $2 and position.version > 0
order by position.id
limit $3
