-- How far the series of a part have drifted.
--
-- $1 shard smallint   $2 first location, $3 first sku, $4 last location, $5 last sku: the part's ends
select location, sku, days, actual, error, absolute_error, covered, counted, last_day, alarms, alarm_since, variance
from forecast_drift
where shard = $1
    and (location, sku) >= ($2, $3)
    and (location, sku) <= ($4, $5)
    and sku <> ''
