-- The series of each location of a shard together, and what was beyond its limit before. $1 shard smallint
-- Days: of the series compared longest.
select
    series.location, max(series.days), sum(series.actual), sum(series.error), sum(series.absolute_error),
    sum(series.covered), sum(series.counted), max(series.last_day), coalesce(whole.alarms, '{}'), whole.alarm_since,
    sum(series.variance)
from forecast_drift as series
left join forecast_drift as whole on whole.shard = series.shard and whole.location = series.location and whole.sku = ''
where series.shard = $1 and series.sku <> ''
group by series.location, whole.alarms, whole.alarm_since
order by series.location
