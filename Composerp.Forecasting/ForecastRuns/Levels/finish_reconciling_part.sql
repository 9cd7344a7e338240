-- Deletes the forecasts of a part, which the caller writes anew, and notes that it is reconciled.
--
-- $1 run_id uuid   $2 shard smallint   $3 first location, $4 first sku, $5 last location, $6 last sku: the part's ends
-- $7 part integer
with part as (
    update forecast_run_part
    set reconciled = true
    where run_id = $1 and shard = $2 and part = $7
)
delete from forecast_series
where run_id = $1 and shard = $2 and (location, sku) >= ($3, $4) and (location, sku) <= ($5, $6)
