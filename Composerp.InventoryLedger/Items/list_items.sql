-- Items by SKU. $1 sku text (one item; null for all)   $2 after text (null from the beginning)   $3 limit integer
select sku, name, unit, category, unit_cost
from item
where ($1 is null or sku = $1) and ($2 is null or sku > $2)
order by sku
limit $3
