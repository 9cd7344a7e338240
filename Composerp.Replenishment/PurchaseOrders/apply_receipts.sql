-- Counts goods that came in, or left for a transfer's destination, against orders; what was counted before changes nothing.
--
-- The arrays are parallel, each (number, movement, location, sku) once:
-- $1 numbers text[] (the movement's reference, which may be no order's number)   $2 movement ids text[]
-- $3 kinds text[] of the orders that it can be about: purchase, transfer; shipment for goods that left a warehouse
-- $4 locations text[]   $5 skus text[]   $6 quantities numeric[]   $7 occurred at timestamptz[]
--
-- What came in at another location than the order's, or was not ordered, is kept in the receipts but fills no line.
-- Returns the numbers of the orders of which a line grew.
with told as (
    select
        orders.id,
        orders.location as ordered_for,
        goods.movement_id,
        goods.kind,
        goods.location,
        goods.sku,
        goods.quantity,
        goods.occurred_at
    from unnest($1, $2, $3, $4, $5, $6, $7) as goods (number, movement_id, kind, location, sku, quantity, occurred_at)
    join purchase_order as orders
        on orders.number = goods.number and orders.kind = case goods.kind when 'shipment' then 'transfer' else goods.kind end
),

counted as (
    insert into purchase_order_receipt (purchase_order_id, movement_id, location, sku, quantity, occurred_at)
    select told.id, told.movement_id, told.location, told.sku, told.quantity, told.occurred_at
    from told
    on conflict do nothing
    returning purchase_order_id, movement_id, location, sku, quantity
),

filling as (
    select
        counted.purchase_order_id,
        counted.sku,
        sum(counted.quantity) filter (where told.kind = 'shipment') as shipped,
        sum(counted.quantity) filter (where told.kind <> 'shipment') as received
    from counted
    join told
        on
            told.id = counted.purchase_order_id and told.movement_id = counted.movement_id
            and told.location = counted.location and told.sku = counted.sku
    where counted.location = told.ordered_for
    group by counted.purchase_order_id, counted.sku
),

grown as (
    update purchase_order_line as line
    set received = line.received + coalesce(filling.received, 0), shipped = line.shipped + coalesce(filling.shipped, 0)
    from filling
    where line.purchase_order_id = filling.purchase_order_id and line.sku = filling.sku
    returning line.purchase_order_id
)

select distinct purchase_order.number
from grown
join purchase_order on purchase_order.id = grown.purchase_order_id
