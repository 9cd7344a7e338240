-- What posting must know of items. $1 skus text[]
select sku, tracking, valuation, decimals, unit, other_units, other_unit_quantities, unit_cost
from item
where sku = any($1)
