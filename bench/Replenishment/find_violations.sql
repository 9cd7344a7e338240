-- What must never be, however runs, people and goods fell between each other: one line of text for each.
with position as (
    select
        stock.location,
        stock.sku,
        sum(stock.quantity) + coalesce(
            (
                select sum(open_supply.quantity)
                from open_supply
                where open_supply.location = stock.location and open_supply.sku = stock.sku
            ),
            0
        ) as quantity
    from stock
    group by stock.location, stock.sku
)

select format('%s %s is proposed %s times', proposal.location, proposal.sku, count(*)) as violation
from proposal
where proposal.status = 'proposed'
group by proposal.location, proposal.sku
having count(*) > 1

union all

-- Where nobody ordered by hand: a need that was met twice.
select format('%s %s stands at %s', position.location, position.sku, position.quantity)
from position
join supplier_item on supplier_item.sku = position.sku
where
    substr(position.location, 2)::integer % 2 = 0
    and position.quantity >= 60 + greatest(supplier_item.order_multiple, supplier_item.minimum_quantity)

union all

select format('%s of %s is no quantity that can be ordered', proposal.quantity, proposal.sku)
from proposal
join supplier_item on supplier_item.sku = proposal.sku
where
    proposal.quantity % supplier_item.order_multiple <> 0
    or proposal.quantity < supplier_item.minimum_quantity

union all

-- Nobody takes a line out here, so every decision is still in its order, once.
select format('the approval of %s %s is in %s lines', proposal.location, proposal.sku, count(line.sku))
from proposal
left join purchase_order_line as line on line.purchase_order_id = proposal.purchase_order_id and line.sku = proposal.sku
where proposal.status = 'approved'
group by proposal.id, proposal.location, proposal.sku
having count(line.sku) <> 1

union all

select format('%s of order %s counts %s, its receipts %s', line.sku, line.purchase_order_id, line.received, sum(receipt.quantity))
from purchase_order_line as line
left join purchase_order_receipt as receipt on receipt.purchase_order_id = line.purchase_order_id and receipt.sku = line.sku
group by line.purchase_order_id, line.line, line.sku, line.received
having line.received <> coalesce(sum(receipt.quantity), 0)

union all

select format('%s has revision %s and %s changes', purchase_order.number, purchase_order.revision, count(change.revision))
from purchase_order
left join purchase_order_change as change on change.purchase_order_id = purchase_order.id
group by purchase_order.id, purchase_order.number, purchase_order.revision
having purchase_order.revision <> count(change.revision)

union all

select format('%s is %s, approved by %s, who made it', purchase_order.number, purchase_order.status, purchase_order.approved_by)
from purchase_order
where purchase_order.approved_by = any(purchase_order.made_by)

union all

select format('%s is approved by nobody', purchase_order.number)
from purchase_order
where purchase_order.status in ('approved', 'sent') and purchase_order.approved_by is null
