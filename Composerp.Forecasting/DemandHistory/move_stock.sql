-- Adds to the free stock of series. Not harmless twice: the caller's transaction counts each event once.
--
-- $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 days date[]
-- $5 changes bigint[] (ten-thousandths of a unit); in the order of the key, a series as often as it likes
--
-- Stock whose beginning is not known (null) does not become known by what comes after it.
insert into item_stock (shard, location, sku, quantity, first_day, only_opened)
select shard, location, sku, sum(amount)::bigint, min(day), false
from unnest($1, $2, $3, $4, $5) as change (shard, location, sku, day, amount)
group by shard, location, sku
order by shard, location, sku
on conflict (shard, location, sku) do update
set
    quantity = item_stock.quantity + excluded.quantity,
    first_day = case when item_stock.first_day > excluded.first_day then excluded.first_day else item_stock.first_day end,
    only_opened = false
