-- How forecasts issued before an origin compare with the demand that came, summed over each shard that has such.
--
-- $1 origin date   $2 days before it integer
--
-- Of each origin the last run counts: however often runs are made, no more than $2 of them are read, and no day weighs
-- more because there were many. A measure holds a sum for each reach (1 to 5), 0 where no day of it came yet. Without
-- adjustments the errors with them are the same to the last bit, so a difference says that there were some.
with run as (
    select distinct on (forecast_run.origin) forecast_run.id
    from forecast_run
    where forecast_run.origin >= $1 - $2
        and forecast_run.origin < $1
        and forecast_run.status = 'completed'
    order by forecast_run.origin, forecast_run.completed_at desc, forecast_run.id desc
)

select
    forecast_measure.shard,
    sum(
        forecast_measure.actual[1] + forecast_measure.actual[2] + forecast_measure.actual[3]
        + forecast_measure.actual[4] + forecast_measure.actual[5]
    ) as demand,
    sum(
        forecast_measure.absolute_error[1] + forecast_measure.absolute_error[2] + forecast_measure.absolute_error[3]
        + forecast_measure.absolute_error[4] + forecast_measure.absolute_error[5]
    ) as absolute_error,
    case
        when bool_or(
            forecast_measure.final_absolute_error <> forecast_measure.absolute_error
            or forecast_measure.final_error <> forecast_measure.error
        )
            then sum(
                forecast_measure.final_absolute_error[1] + forecast_measure.final_absolute_error[2] + forecast_measure.final_absolute_error[3]
                + forecast_measure.final_absolute_error[4] + forecast_measure.final_absolute_error[5]
            )
    end as final_absolute_error
from forecast_measure
join run on run.id = forecast_measure.run_id
where 0 < any(forecast_measure.days)
group by forecast_measure.shard
