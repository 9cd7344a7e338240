-- Items by SKU. $1 skus text[] (null for all)   $2 category text (null for all)
-- $3 after text (null from the beginning)   $4 limit integer
select
    sku, name, unit, category, unit_cost, decimals, tracking, valuation, other_units, other_unit_quantities
from item
where ($1 is null or sku = any($1))
    and ($2 is null or category = $2)
    and ($3 is null or sku > $3)
order by sku
limit $4
