-- The calendar of a location. $1 location text
select location_calendar.receiving_days, location_calendar.closed, location_calendar.changed_by
from location_calendar
where location_calendar.location = $1
