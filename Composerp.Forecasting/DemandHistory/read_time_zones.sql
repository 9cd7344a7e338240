-- $1 codes text[]. Returns code and IANA time zone of those that are known.
select code, time_zone
from location
where code = any ($1)
