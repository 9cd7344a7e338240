-- Sets the status of orders whose lines have grown.
--
-- $1 order ids bigint[]
--
-- Returns the orders that are complete since now: number, location, and when the last of the goods came. An order that
-- was complete before stays as it is, also when still more comes in.
with orders as (
    select
        line.purchase_order_id as id,
        bool_and(line.received >= line.quantity) as is_complete,
        (
            select max(receipt.occurred_at)
            from purchase_order_receipt as receipt
            where receipt.purchase_order_id = line.purchase_order_id
        ) as last_receipt_at
    from purchase_order_line as line
    where line.purchase_order_id = any($1)
    group by line.purchase_order_id
),

advanced as (
    update purchase_order
    set
        status = case when orders.is_complete then 'received' else 'partially-received' end,
        received_at = case when orders.is_complete then orders.last_receipt_at end
    from orders
    where purchase_order.id = orders.id and purchase_order.status <> 'received'
    returning purchase_order.number, purchase_order.location, purchase_order.status, purchase_order.received_at
)

select advanced.number, advanced.location, advanced.received_at
from advanced
where advanced.status = 'received'
order by advanced.number
