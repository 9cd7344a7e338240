-- Orders that are about to change, locked until the end of the transaction.
--
-- $1 numbers text[], which may be no order's
select purchase_order.number
from purchase_order
where purchase_order.number = any($1)
order by purchase_order.id
for update
