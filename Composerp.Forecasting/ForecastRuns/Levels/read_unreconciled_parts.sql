-- The parts of a run whose forecasts have not taken over their factors. $1 run_id uuid
select shard, part, first_location, first_sku, last_location, last_sku
from forecast_run_part
where run_id = $1 and not reconciled
order by shard, part
