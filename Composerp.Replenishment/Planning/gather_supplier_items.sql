-- Who delivers what, on which terms.
select
    supplier_item.sku,
    supplier_item.supplier,
    supplier_item.lead_time_days,
    trim_scale(supplier_item.minimum_quantity) as minimum_quantity,
    trim_scale(supplier_item.order_multiple) as order_multiple,
    trim_scale(supplier_item.unit_cost) as unit_cost,
    trim_scale(supplier_item.unit_weight) as unit_weight,
    trim_scale(supplier_item.unit_volume) as unit_volume
from supplier_item
