-- Notes since when items at locations are known, and when they were sold last.
--
-- The arrays are parallel, each location and sku once:
-- $1 locations text[]   $2 skus text[]   $3 first days date[]   $4 days of the newest sale date[] (null: none)
insert into stock_seen (location, sku, first_on, last_sold_on)
select told.location, told.sku, told.first_on, told.last_sold_on
from unnest($1, $2, $3, $4) as told (location, sku, first_on, last_sold_on)
order by told.location, told.sku
on conflict (location, sku) do update
set
    first_on = least(stock_seen.first_on, excluded.first_on),
    last_sold_on = greatest(stock_seen.last_sold_on, excluded.last_sold_on)
where stock_seen.first_on > excluded.first_on or stock_seen.last_sold_on is distinct from greatest(stock_seen.last_sold_on, excluded.last_sold_on)
