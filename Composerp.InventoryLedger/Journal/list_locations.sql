-- Locations by code. $1 codes text[] (null for all)   $2 after text (null from the beginning)
-- $3 limit integer
select code, name, kind, time_zone, allows_negative, go_live
from location
where ($1 is null or code = any($1)) and ($2 is null or code > $2)
order by code
limit $3
