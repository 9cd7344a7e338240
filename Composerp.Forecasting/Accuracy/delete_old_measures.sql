-- Deletes the comparison of runs whose origin is before a day. $1 date
delete from forecast_measure
using forecast_run
where forecast_run.id = forecast_measure.run_id and forecast_run.origin < $1
