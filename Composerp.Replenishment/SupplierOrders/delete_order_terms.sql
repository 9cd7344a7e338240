-- Orders at a supplier have no conditions in common any more.
--
-- $1 supplier text
delete from supplier_order_terms where supplier = $1
