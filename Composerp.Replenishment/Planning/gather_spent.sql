-- What was ordered at suppliers since the period of their budget began.
--
-- The arrays are parallel, each supplier once:
-- $1 suppliers text[]   $2 first days date[]
select asked.supplier, coalesce(sum(line.quantity * line.unit_cost), 0) as spent
from unnest($1, $2) as asked (supplier, first_day)
join purchase_order on purchase_order.supplier = asked.supplier
join purchase_order_line as line on line.purchase_order_id = purchase_order.id
where
    purchase_order.status <> 'cancelled'
    and coalesce(purchase_order.created_at, purchase_order.approved_at) >= (asked.first_day::timestamp at time zone 'UTC')
group by asked.supplier
