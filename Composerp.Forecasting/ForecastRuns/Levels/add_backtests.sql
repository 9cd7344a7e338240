-- Notes what the series of a part would have forecast.
--
-- $1 run_id uuid   $2 shard smallint   $3 part integer   $4 locations text[]   $5 categories text[]
-- $6 means numeric[]: all days of the first, then those of the next   $7 days integer
insert into forecast_backtest (run_id, shard, part, location, category, means)
select $1, $2, $3, location, category, ($6::numeric[])[(place - 1) * $7 + 1 : place * $7]
from unnest($4, $5) with ordinality as given (location, category, place)
