-- Takes over opening balances of series of which no movement is known.
--
-- $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 quantities bigint[] (ten-thousandths of a unit)
-- $5 days date[] on which they were stated; no series twice, in the order of the key
--
-- The lots of an item may be stated in several events: they add up until the first movement.
insert into item_stock (shard, location, sku, quantity, first_day, only_opened)
select shard, location, sku, quantity, day, true
from unnest($1, $2, $3, $4, $5) as opening (shard, location, sku, quantity, day)
on conflict (shard, location, sku) do update
set quantity = item_stock.quantity + excluded.quantity
where item_stock.only_opened
