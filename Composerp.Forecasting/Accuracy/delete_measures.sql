-- Makes room for the measures of a part, which are written anew with what was in them.
--
-- $1 run_id uuid   $2 shard smallint   $3 first location, $4 first sku, $5 last location, $6 last sku: the part's ends
delete from forecast_measure
where run_id = $1
    and shard = $2
    and (location, sku) >= ($3, $4)
    and (location, sku) <= ($5, $6)
