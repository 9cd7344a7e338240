-- Demand and stock of series.
--
-- $1 shard smallint   $2 locations text[], $3 skus text[]: the series   $4 origin date: the last day of demand
-- $5 history_days integer
-- Returns for each series, in the order given, location and sku; days and quantities of demand in ten-thousandths of a
-- unit; the free stock of now and its first known day, which is null where stock is not known; days, quarters of an hour and amounts of
-- the changes of stock since the history begins, those after the origin included. Arrays are in the order of time, and
-- null where there is nothing.
select
    asked.location, asked.sku,
    sold.days, sold.quantities,
    item_stock.quantity, item_stock.first_day,
    moved.days, moved.slots, moved.changes
from unnest($2, $3) with ordinality as asked (location, sku, place)
left join item_stock
    on item_stock.shard = $1 and item_stock.location = asked.location and item_stock.sku = asked.sku
cross join lateral (
    select array_agg(day order by day) as days, array_agg(quantity order by day) as quantities
    from demand
    where demand.shard = $1
        and demand.location = asked.location
        and demand.sku = asked.sku
        and demand.day > $4::date - $5::integer
        and demand.day <= $4
) as sold
cross join lateral (
    select
        array_agg(stock_change.day order by stock_change.day, change.slot) as days,
        array_agg(change.slot order by stock_change.day, change.slot) as slots,
        array_agg(change.amount order by stock_change.day, change.slot) as changes
    from stock_change
    cross join lateral unnest(stock_change.slots, stock_change.changes) as change (slot, amount)
    where stock_change.shard = $1
        and stock_change.location = asked.location
        and stock_change.sku = asked.sku
        and stock_change.day > $4::date - $5::integer
) as moved
order by asked.place
