-- The newest deliveries of lanes, newest first: when they were ordered and when they came.
--
-- $1 suppliers text[] and $2 locations text[], parallel, each lane once   $3 deliveries of a lane integer
--
-- A delivery is the first goods of an order's line; lines of an order that came at the same moment are one. What was
-- agreed to come on several days is not among them: its dates were a wish, not a lead time. Not what was taken back.
select lane.supplier, lane.location, newest.ordered_at, newest.came_at, location.time_zone
from unnest($1, $2) as lane (supplier, location)
left join location on location.code = lane.location
cross join lateral (
    select distinct delivered.ordered_at, delivered.came_at, delivered.id
    from (
        select
            purchase_order.id,
            coalesce(purchase_order.sent_at, purchase_order.approved_at) as ordered_at,
            (
                select min(receipt.occurred_at)
                from purchase_order_receipt as receipt
                where
                    receipt.purchase_order_id = purchase_order.id
                    and receipt.location = purchase_order.location and receipt.sku = line.sku
                    and receipt.quantity > 0
            ) as came_at
        from (
            select orders.id, orders.location, orders.sent_at, orders.approved_at
            from purchase_order as orders
            where
                orders.supplier = lane.supplier and orders.location = lane.location
                and coalesce(orders.sent_at, orders.approved_at) is not null
                and orders.status in ('partially-received', 'received', 'short-closed')
            order by orders.id desc
            limit $3
        ) as purchase_order
        join purchase_order_line as line on line.purchase_order_id = purchase_order.id
        where line.received > 0 and line.deliveries is null
    ) as delivered
    where delivered.came_at is not null
    order by delivered.came_at desc, delivered.id desc
    limit $3
) as newest
order by lane.supplier, lane.location, newest.came_at desc, newest.id desc
