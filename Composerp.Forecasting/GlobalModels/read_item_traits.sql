-- Categories and unit costs of items, null where not known. $1 skus text[]
select sku, category, unit_cost::double precision
from item
where sku = any ($1)
