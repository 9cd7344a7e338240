-- Notes up to which day a part was compared. $1 run_id uuid   $2 shard smallint   $3 part integer   $4 day date
update forecast_run_part
set measured_through = $4
where run_id = $1 and shard = $2 and part = $3
