-- What an order needs to know of its items.
--
-- $1 supplier text (null: a transfer)   $2 location text   $3 skus text[]
--
-- One row per sku; nulls where the item is not known, the supplier does not deliver it, or no lead time is measured.
select
    wanted.sku,
    item.sku is not null as is_item_known,
    supplier_item.lead_time_days,
    trim_scale(coalesce(supplier_item.unit_cost, item.unit_cost)) as unit_cost
from unnest($3) as wanted (sku)
left join item on item.sku = wanted.sku
left join supplier_item on supplier_item.supplier = $1 and supplier_item.sku = wanted.sku
