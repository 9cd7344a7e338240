-- What suppliers deliver, by supplier and item.
--
-- $1 supplier text (null: all)   $2 sku text (null: all)
-- $3 supplier and $4 sku of the last row of the page before (null: first page)   $5 rows integer
select
    supplier_item.supplier,
    supplier_item.sku,
    supplier_item.lead_time_days,
    trim_scale(supplier_item.minimum_quantity) as minimum_quantity,
    trim_scale(supplier_item.order_multiple) as order_multiple,
    trim_scale(supplier_item.unit_cost) as unit_cost,
    supplier_item.changed_by,
    supplier_item.changed_at,
    trim_scale(supplier_item.unit_weight) as unit_weight,
    trim_scale(supplier_item.unit_volume) as unit_volume
from supplier_item
where
    ($1::text is null or supplier_item.supplier = $1)
    and ($2::text is null or supplier_item.sku = $2)
    and ($3::text is null or (supplier_item.supplier, supplier_item.sku) > ($3, $4))
order by supplier_item.supplier, supplier_item.sku
limit $5
