-- Locations that may have series in a run, region by region. $1 origin date
select location.shard, location.code, location.time_zone
from location
where exists (
    select
    from series
    where series.shard = location.shard and series.location = location.code and series.first_day <= $1
)
order by location.time_zone collate "C", location.code
