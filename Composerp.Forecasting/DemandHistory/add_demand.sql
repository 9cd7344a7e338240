-- Adds to the demand of days. Not harmless twice: the caller's transaction counts each event once.
--
-- $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 days date[]
-- $5 quantities bigint[] (ten-thousandths of a unit; 0 records that the day was observed); no day of a series twice,
-- in the order of the key, so that no two transactions wait for each other
insert into demand (shard, location, sku, day, quantity)
select shard, location, sku, day, quantity
from unnest($1, $2, $3, $4, $5) as added (shard, location, sku, day, quantity)
on conflict (shard, location, sku, day) do update
set quantity = demand.quantity + excluded.quantity
where excluded.quantity <> 0
