-- Means of all forecasts of a run at a location. $1 run_id uuid   $2 shard smallint   $3 location text
select coalesce(item.category, ''), forecast_series.mean
from forecast_series
left join item on item.sku = forecast_series.sku
where forecast_series.run_id = $1 and forecast_series.shard = $2 and forecast_series.location = $3
order by forecast_series.sku
