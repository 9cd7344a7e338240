-- Keeps how far series, or locations (sku ''), have drifted.
--
-- $1 shard smallint   $2 locations text[]   $3 skus text[]   $4 days integer[]   $5 last_days date[]
-- $6 actuals, $7 errors, $8 absolute errors, $9 covered, $10 counted double precision[]
-- $11 alarms text[]: joined by blanks   $12 since date[]   $13 variances double precision[]; no series twice, in the order of the key
insert into forecast_drift (
    shard, location, sku, days, last_day, actual, error, absolute_error, covered, counted, alarms, alarm_since,
    variance
)
select $1, location, sku, days, last_day, actual, error, absolute_error, covered, counted, string_to_array(alarms, ' '), since,
    variance
from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as drift (
    location, sku, days, last_day, actual, error, absolute_error, covered, counted, alarms, since, variance
)
on conflict (shard, location, sku) do update
set days = excluded.days,
    last_day = excluded.last_day,
    actual = excluded.actual,
    error = excluded.error,
    absolute_error = excluded.absolute_error,
    covered = excluded.covered,
    counted = excluded.counted,
    alarms = excluded.alarms,
    alarm_since = excluded.alarm_since,
    variance = excluded.variance
