-- What rules can tell an item at a location apart by, and what the newest run calculated for it.
--
-- $1 location text   $2 sku text
select
    (select item.category from item where item.sku = $2) as category,
    (select location.kind from location where location.code = $1) as location_kind,
    (select location.time_zone from location where location.code = $1) as time_zone,
    coalesce((select array_agg(supplier_item.supplier) from supplier_item where supplier_item.sku = $2), '{}') as suppliers,
    parameter.class,
    parameter.rule,
    trim_scale(parameter.reorder_point) as reorder_point,
    trim_scale(parameter.order_up_to) as order_up_to,
    trim_scale(parameter.safety_stock) as safety_stock,
    trim_scale(parameter.order_quantity) as order_quantity,
    parameter.calculated_at
from (select 1) as one
left join item_parameter as parameter on parameter.location = $1 and parameter.sku = $2
