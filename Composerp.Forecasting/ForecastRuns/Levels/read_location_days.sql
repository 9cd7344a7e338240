-- Net demand by category and day of the series at a location that a run has forecasts of, in ten-thousandths of a unit.
--
-- $1 run_id uuid   $2 shard smallint   $3 location text   $4 origin date   $5 history_days integer
select coalesce(item.category, '') as category, demand.day, sum(demand.quantity)::bigint
from demand
join forecast_series
    on forecast_series.run_id = $1
    and forecast_series.shard = demand.shard
    and forecast_series.location = demand.location
    and forecast_series.sku = demand.sku
left join item on item.sku = demand.sku
where demand.shard = $2
    and demand.location = $3
    and demand.day > $4::date - $5::integer
    and demand.day <= $4
group by 1, 2
order by 1, 2
