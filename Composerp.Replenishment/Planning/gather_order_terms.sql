-- What holds for whole orders at suppliers.
select supplier_order_terms.supplier, supplier_order_terms.terms::text as terms
from supplier_order_terms
