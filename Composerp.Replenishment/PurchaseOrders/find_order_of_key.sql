-- The order that was created with an idempotency key.
--
-- $1 key text
select purchase_order.number, purchase_order.request_hash
from purchase_order
where purchase_order.idempotency_key = $1
