-- What posting must know of locations. $1 codes text[]
select code, shard, time_zone, go_live, allows_negative
from location
where code = any($1)
