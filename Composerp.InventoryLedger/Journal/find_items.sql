-- Which of these items exist. $1 skus text[]
select sku
from item
where sku = any($1)
