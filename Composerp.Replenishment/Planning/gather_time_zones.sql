-- Locations and their time zones.
select location.code, location.time_zone
from location
