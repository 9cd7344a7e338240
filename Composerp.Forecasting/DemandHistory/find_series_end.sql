-- The last day of demand of a location of a series, or, where it has none itself yet, the first day of the series.
--
-- $1 shard smallint   $2 location text   $3 sku text. No row where there is no such series.
select coalesce(location.last_day, series.first_day)
from series
left join location on location.code = series.location
where series.shard = $1 and series.location = $2 and series.sku = $3
