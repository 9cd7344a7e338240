-- Orders with their lines, oldest first.
--
-- $1 kind text (null: both)   $2 status text (null: all)   $3 location text (null: all)   $4 supplier text (null: all)
-- $5 source text (null: all)   $6 numbers text[] (null: all)
-- $7 id bigint of the last order of the page before (null: first page)   $8 orders integer
--
-- One row per line, in the order of the orders and of their lines.
with page as (
    select
        purchase_order.id,
        purchase_order.number,
        purchase_order.kind,
        purchase_order.supplier,
        purchase_order.source,
        purchase_order.location,
        purchase_order.status,
        -- An order of the version that approved what it created.
        coalesce(purchase_order.created_by, purchase_order.approved_by) as created_by,
        coalesce(purchase_order.created_at, purchase_order.approved_at) as created_at,
        purchase_order.made_by,
        purchase_order.approved_by,
        purchase_order.approved_at,
        purchase_order.sent_at,
        purchase_order.received_at,
        purchase_order.closed_at,
        purchase_order.revision,
        trim_scale(purchase_order.over_tolerance) as over_tolerance,
        trim_scale(purchase_order.under_tolerance) as under_tolerance
    from purchase_order
    where
        ($1::text is null or purchase_order.kind = $1)
        and ($2::text is null or purchase_order.status = $2)
        and ($3::text is null or purchase_order.location = $3)
        and ($4::text is null or purchase_order.supplier = $4)
        and ($5::text is null or purchase_order.source = $5)
        and ($6::text[] is null or purchase_order.number = any($6))
        and ($7::bigint is null or purchase_order.id > $7)
    order by purchase_order.id
    limit $8
)

select
    page.id,
    page.number,
    page.kind,
    page.supplier,
    page.source,
    page.location,
    page.status,
    page.created_by,
    page.created_at,
    page.made_by,
    page.approved_by,
    page.approved_at,
    page.sent_at,
    page.received_at,
    page.closed_at,
    page.revision,
    page.over_tolerance,
    page.under_tolerance,
    line.sku,
    trim_scale(line.quantity) as quantity,
    trim_scale(line.received) as received,
    trim_scale(line.unit_cost) as unit_cost,
    line.expected_on,
    line.deliveries::text as deliveries,
    case page.kind when 'transfer' then trim_scale(line.shipped) end as shipped
from page
join purchase_order_line as line on line.purchase_order_id = page.id
order by page.id, line.line
