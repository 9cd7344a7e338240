-- When the newest of the goods of orders came.
--
-- $1 order ids bigint[]
select receipt.purchase_order_id, max(receipt.occurred_at) as occurred_at
from purchase_order_receipt as receipt
where receipt.purchase_order_id = any($1)
group by receipt.purchase_order_id
