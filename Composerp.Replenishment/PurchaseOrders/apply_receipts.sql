-- Counts goods that came in against purchase orders; a receipt that was counted before changes nothing.
--
-- The arrays are parallel, each (number, movement, location, sku) once:
-- $1 numbers text[] (the movement's reference, which may be no order's number)   $2 movement ids text[]
-- $3 locations text[]   $4 skus text[]   $5 quantities numeric[]   $6 occurred at timestamptz[]
--
-- What came in at another location than the order's, or was not ordered, is kept in the receipts but fills no line.
-- Returns the orders of which a line grew.
with told as (
    select orders.id, orders.location as ordered_for, goods.movement_id, goods.location, goods.sku, goods.quantity, goods.occurred_at
    from unnest($1, $2, $3, $4, $5, $6) as goods (number, movement_id, location, sku, quantity, occurred_at)
    join purchase_order as orders on orders.number = goods.number
),

counted as (
    insert into purchase_order_receipt (purchase_order_id, movement_id, location, sku, quantity, occurred_at)
    select told.id, told.movement_id, told.location, told.sku, told.quantity, told.occurred_at
    from told
    on conflict do nothing
    returning purchase_order_id, movement_id, location, sku, quantity
),

filling as (
    select counted.purchase_order_id, counted.sku, sum(counted.quantity) as quantity
    from counted
    join told
        on
            told.id = counted.purchase_order_id and told.movement_id = counted.movement_id
            and told.location = counted.location and told.sku = counted.sku
    where counted.location = told.ordered_for
    group by counted.purchase_order_id, counted.sku
)

update purchase_order_line as line
set received = line.received + filling.quantity
from filling
where line.purchase_order_id = filling.purchase_order_id and line.sku = filling.sku
returning line.purchase_order_id
