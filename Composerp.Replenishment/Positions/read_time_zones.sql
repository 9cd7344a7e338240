-- The time zones of locations that the ledger has told of. $1 codes text[]
select location.code, location.time_zone
from location
where location.code = any($1)
