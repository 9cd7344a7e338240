-- The locations of a shard. $1 shard smallint
select code, name, kind, time_zone, allows_negative, go_live
from location
where shard = $1
order by code
