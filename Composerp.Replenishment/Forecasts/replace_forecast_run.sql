-- Makes a run the newest of a shard, and drops the series of the one before it.
--
-- $1 shard smallint   $2 run id uuid   $3 origin date   $4 horizon days integer   $5 levels double precision[]
-- $6 series count integer   $7 completed at timestamptz   $8 sequence bigint of the event
-- How earlier forecasts compare, double precision or null: $9 demand   $10 absolute error   $11 the same with adjustments
--
-- Returns no row, and changes nothing, where this run or a later one is there already.
with run as (
    insert into forecast_run (
        shard, run_id, origin, horizon_days, levels, series_count, completed_at, sequence,
        compared_demand, absolute_error, final_absolute_error
    )
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (shard) do update
    set
        run_id = excluded.run_id,
        origin = excluded.origin,
        horizon_days = excluded.horizon_days,
        levels = excluded.levels,
        series_count = excluded.series_count,
        completed_at = excluded.completed_at,
        sequence = excluded.sequence,
        compared_demand = excluded.compared_demand,
        absolute_error = excluded.absolute_error,
        final_absolute_error = excluded.final_absolute_error
    where forecast_run.sequence < excluded.sequence
    returning forecast_run.shard
),

dropped as (
    delete from forecast
    using run
    where forecast.shard = run.shard
)

select run.shard from run
