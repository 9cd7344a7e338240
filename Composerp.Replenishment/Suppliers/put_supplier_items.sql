-- Creates or changes what suppliers deliver, and on which terms.
--
-- The arrays are parallel, each (supplier, sku) once:
-- $1 suppliers text[]   $2 skus text[]   $3 lead times integer[] (days)   $4 minimum quantities numeric[]
-- $5 order multiples numeric[]   $6 unit costs numeric[]
-- $7 actor text (null: not told)   $8 now timestamptz
-- $9 unit weights numeric[] (kilograms)   $10 unit volumes numeric[] (cubic metres)
insert into supplier_item (
    supplier, sku, lead_time_days, minimum_quantity, order_multiple, unit_cost, unit_weight, unit_volume, changed_by, changed_at
)
select
    terms.supplier, terms.sku, terms.lead_time_days, terms.minimum_quantity, terms.order_multiple, terms.unit_cost,
    terms.unit_weight, terms.unit_volume, $7, $8
from unnest($1, $2, $3, $4, $5, $6, $9, $10)
    as terms (supplier, sku, lead_time_days, minimum_quantity, order_multiple, unit_cost, unit_weight, unit_volume)
order by terms.supplier, terms.sku
on conflict (supplier, sku) do update
set
    lead_time_days = excluded.lead_time_days,
    minimum_quantity = excluded.minimum_quantity,
    order_multiple = excluded.order_multiple,
    unit_cost = excluded.unit_cost,
    unit_weight = excluded.unit_weight,
    unit_volume = excluded.unit_volume,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
