-- Adds what was sold and what moved to the days of items at locations.
--
-- The arrays are parallel, each location, sku and day once:
-- $1 locations text[]   $2 skus text[]   $3 days date[]   $4 sold numeric[]   $5 moved numeric[] (on hand)
insert into stock_day (location, sku, day, sold, moved)
select told.location, told.sku, told.day, told.sold, told.moved
from unnest($1, $2, $3, $4, $5) as told (location, sku, day, sold, moved)
order by told.location, told.sku, told.day
on conflict (location, sku, day) do update
set
    sold = stock_day.sold + excluded.sold,
    moved = stock_day.moved + excluded.moved
