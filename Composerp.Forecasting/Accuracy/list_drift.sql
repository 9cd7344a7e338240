-- Series and locations (sku '') whose forecasts drift, in the order of the key.
--
-- $1 shard smallint, $2 location, $3 sku: go on after this one, or null   $4 limit integer
select location, sku, days, actual, error, absolute_error, covered, counted, last_day, alarms, alarm_since
from forecast_drift
where alarms <> '{}' and ($1::smallint is null or (shard, location, sku) > ($1, $2, $3))
order by shard, location, sku
limit $4
