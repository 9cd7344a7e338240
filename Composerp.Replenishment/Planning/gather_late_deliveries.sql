-- Deliveries of orders that were placed whose day is over somewhere; whether it is over where they go to depends on the
-- location's time zone.
--
-- $1 the newest day that anybody lives in date
select
    open_supply.location,
    open_supply.sku,
    open_supply.number,
    open_supply.supplier,
    open_supply.expected_on,
    trim_scale(open_supply.quantity) as quantity,
    line.unit_cost
from open_supply
join purchase_order_line as line on line.purchase_order_id = open_supply.purchase_order_id and line.sku = open_supply.sku
where
    open_supply.expected_on < $1
    and open_supply.quantity > 0
    and open_supply.status in ('approved', 'sent', 'partially-received')
order by open_supply.expected_on, open_supply.number
