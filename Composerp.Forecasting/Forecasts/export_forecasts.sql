-- The forecasts of a run for its export, in the order of the key. $1 run_id uuid   $2 shard smallint, null for all
select location, sku, model, mean, sigma, sum_sigma, quantiles, sum_quantiles, fitted_origin, global_share, peer_share
from forecast_series
where run_id = $1 and ($2::smallint is null or shard = $2)
order by shard, location, sku
