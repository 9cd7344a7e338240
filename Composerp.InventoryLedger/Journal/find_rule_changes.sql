-- Items that would be counted, told apart or valued otherwise than before, and whether they cannot be: they have goods or a
-- past. Movements that are being posted at this moment are seen by who holds the locks of all shards only.
--
-- Parallel arrays: $1 skus text[]   $2 units text[]   $3 decimals smallint[]   $4 trackings text[]   $5 valuations text[]
--
-- Fewer decimals than before are a change of counting; more are not.
select item.sku, exists (select from position where position.sku = item.sku) as is_settled
from unnest($1, $2, $3, $4, $5) as given (sku, unit, decimals, tracking, valuation)
join item on item.sku = given.sku
where item.unit <> given.unit
    or item.decimals > given.decimals
    or item.tracking <> given.tracking
    or item.valuation <> given.valuation
order by item.sku
