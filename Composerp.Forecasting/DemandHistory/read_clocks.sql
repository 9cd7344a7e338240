-- $1 codes text[]. Returns code, IANA time zone and go-live day (null where none) of those that are known.
select code, time_zone, go_live
from location
where code = any ($1)
