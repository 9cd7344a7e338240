-- Purchase orders with their lines, oldest first.
--
-- $1 status text (null: all)   $2 location text (null: all)   $3 supplier text (null: all)   $4 number text (null: all)
-- $5 id bigint of the last order of the page before (null: first page)   $6 orders integer
--
-- One row per line, in the order of the orders and of their lines.
with page as (
    select
        purchase_order.id,
        purchase_order.number,
        purchase_order.supplier,
        purchase_order.location,
        purchase_order.status,
        purchase_order.approved_by,
        purchase_order.approved_at,
        purchase_order.received_at
    from purchase_order
    where
        ($1::text is null or purchase_order.status = $1)
        and ($2::text is null or purchase_order.location = $2)
        and ($3::text is null or purchase_order.supplier = $3)
        and ($4::text is null or purchase_order.number = $4)
        and ($5::bigint is null or purchase_order.id > $5)
    order by purchase_order.id
    limit $6
)

select
    page.id,
    page.number,
    page.supplier,
    page.location,
    page.status,
    page.approved_by,
    page.approved_at,
    page.received_at,
    line.sku,
    trim_scale(line.quantity) as quantity,
    trim_scale(line.received) as received,
    trim_scale(line.unit_cost) as unit_cost,
    line.expected_on
from page
join purchase_order_line as line on line.purchase_order_id = page.id
order by page.id, line.line
