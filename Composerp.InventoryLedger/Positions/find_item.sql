-- Whether there is such an item; no row where there is none. $1 sku text
select sku
from item
where sku = $1
