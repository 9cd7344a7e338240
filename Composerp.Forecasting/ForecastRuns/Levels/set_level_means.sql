-- Sets the means of levels of a run.
--
-- $1 run_id uuid   $2 levels smallint[]   $3 regions text[]   $4 locations text[]   $5 categories text[]
-- $6 means double precision[]: all days of the first level, then those of the next   $7 days integer
update forecast_level
set mean = ($6::double precision[])[(given.place - 1) * $7 + 1 : given.place * $7]
from unnest($2, $3, $4, $5) with ordinality as given (level, region, location, category, place)
where forecast_level.run_id = $1
    and forecast_level.level = given.level
    and forecast_level.region = given.region
    and forecast_level.location = given.location
    and forecast_level.category = given.category
