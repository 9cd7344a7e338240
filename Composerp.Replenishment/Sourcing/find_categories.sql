-- The categories of items.
--
-- $1 skus text[]
select item.sku, item.category
from item
where item.sku = any($1)
