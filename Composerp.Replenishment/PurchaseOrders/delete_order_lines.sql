-- Takes lines off orders.
--
-- $1 order ids bigint[] and $2 skus text[], parallel
delete from purchase_order_line as line
using unnest($1, $2) as gone (purchase_order_id, sku)
where line.purchase_order_id = gone.purchase_order_id and line.sku = gone.sku
