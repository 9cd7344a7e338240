-- What holds for an order at a supplier as a whole.
--
-- $1 supplier text
select
    supplier_order_terms.terms::text as terms,
    supplier_order_terms.changed_by,
    supplier_order_terms.changed_at
from supplier_order_terms
where supplier_order_terms.supplier = $1
