-- What the series at a location would have forecast, by category. $1 run_id uuid   $2 shard smallint   $3 location text
select category, means
from forecast_backtest
where run_id = $1 and shard = $2 and location = $3
order by category, part
