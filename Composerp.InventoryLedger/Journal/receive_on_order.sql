-- Counts receipts against the purchase orders that they name; what names none that is open changes nothing.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 purchase orders text[]
--                  $5 quantities bigint[]
update on_order
set received = on_order.received + receipt.quantity
from (
    select line.shard, line.location, line.sku, line.purchase_order, sum(line.quantity)::bigint as quantity
    from unnest($1, $2, $3, $4, $5) as line (shard, location, sku, purchase_order, quantity)
    group by line.shard, line.location, line.sku, line.purchase_order
) as receipt
where on_order.shard = receipt.shard
    and on_order.location = receipt.location
    and on_order.sku = receipt.sku
    and on_order.purchase_order = receipt.purchase_order
