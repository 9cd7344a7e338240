-- The parts of a run that are still to be done. $1 run_id uuid
select shard, part, first_location, first_sku, last_location, last_sku
from forecast_run_part
where run_id = $1 and series_count is null
order by shard, part
