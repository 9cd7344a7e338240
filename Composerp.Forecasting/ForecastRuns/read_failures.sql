-- Series that a run could not forecast, in the order of the key.
--
-- $1 run_id uuid   $2 shard smallint, $3 location, $4 sku: go on after this one, or null   $5 limit integer
select location, sku, reason
from forecast_failure
where run_id = $1 and ($2::smallint is null or (shard, location, sku) > ($2, $3, $4))
order by shard, location, sku
limit $5
