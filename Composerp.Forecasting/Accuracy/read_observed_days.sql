-- Returns the first and the last day of demand over all locations, null where there is none, and the time zones in use.
select min(first_day), max(last_day), coalesce(array_agg(distinct time_zone), '{}')
from location
