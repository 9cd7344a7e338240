-- What importing must know of every location.
select code, shard, time_zone, go_live, allows_negative
from location
