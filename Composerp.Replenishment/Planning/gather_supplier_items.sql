-- Who delivers what, on which terms. Everything that planning knows of lead times comes from here.
select
    supplier_item.sku,
    supplier_item.supplier,
    supplier_item.lead_time_days,
    trim_scale(supplier_item.minimum_quantity) as minimum_quantity,
    trim_scale(supplier_item.order_multiple) as order_multiple,
    trim_scale(supplier_item.unit_cost) as unit_cost,
    -- The probabilities of lead times of 0, 1, 2.. days; null: the stated one is taken as certain.
    supplier_item.lead_time
from supplier_item
