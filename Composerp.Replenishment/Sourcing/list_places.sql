-- Locations and their kinds.
select location.code, location.kind
from location
order by location.code
