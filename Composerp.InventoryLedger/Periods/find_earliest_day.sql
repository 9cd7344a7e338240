-- The business day that it is where it is earliest; by UTC while there is no location. $1 now timestamptz
select coalesce(min(($1 at time zone time_zone)::date), ($1 at time zone 'UTC')::date)
from (select distinct time_zone from location) as clock
