-- Names and units of items that the ledger has told of. $1 skus text[]
select item.sku, item.name, item.unit
from item
where item.sku = any($1)
