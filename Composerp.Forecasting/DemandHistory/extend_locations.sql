-- Makes days known as days of their locations.
--
-- $1 locations text[]   $2 days date[]
update location
set first_day = least(location.first_day, seen.first_day), last_day = greatest(location.last_day, seen.last_day)
from (
    select location, min(day) as first_day, max(day) as last_day
    from unnest($1, $2) as day (location, day)
    group by location
) as seen
where location.code = seen.location
    and (
        location.first_day is null
        or seen.first_day < location.first_day
        or seen.last_day > location.last_day
    )
