-- What the parts of a run came to, in a fixed order, so that their sums are the same bit for bit. $1 run_id uuid
select shard, series_count, totals::text
from forecast_run_part
where run_id = $1
order by shard, part
