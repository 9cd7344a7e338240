-- Notes series that could not be forecast.
--
-- $1 run_id uuid   $2 shard smallint   $3 locations text[]   $4 skus text[]   $5 reasons text[]
insert into forecast_failure (run_id, shard, location, sku, reason)
select $1, $2, location, sku, reason
from unnest($3, $4, $5) as failed (location, sku, reason)
