-- Serial numbers that came to a place. One that is somewhere is an error: it was looked up, or comes in elsewhere at this
-- moment. Parallel arrays: $1 skus text[]   $2 serials text[]   $3 locations text[]
insert into serial (sku, serial, location)
select came.sku, came.serial, came.location
from unnest($1, $2, $3) as came (sku, serial, location)
order by came.sku, came.serial
