-- Cuts the series of a run into parts and notes its origin, and the run whose forecasts it may keep: the newest one that
-- is completed, has its forecasts still, forecast the same levels and looks no later.
--
-- $1 id uuid   $2 claim integer   $3 origin date   $4 series per part integer
-- Returns that run, or null; no row where another process took the run up since, and nothing was changed.
with planned as (
    update forecast_run
    set origin = $3,
        series_total = (select count(*) from series where first_day <= $3),
        based_on = (
            select earlier.id
            from forecast_run as earlier
            where earlier.status = 'completed'
                and earlier.forecasts_deleted_at is null
                and earlier.levels = forecast_run.levels
                and earlier.origin <= $3
            order by earlier.completed_at desc, earlier.id desc
            limit 1
        ),
        news_from = pg_snapshot_xmin(pg_current_snapshot())
    where id = $1 and claim = $2 and status = 'running'
    returning id, based_on
), numbered as (
    select shard, location, sku, (row_number() over (partition by shard order by location, sku) - 1) / $4 as part
    from series
    where first_day <= $3
), part as (
    select
        shard,
        part,
        array_agg(location order by location, sku) as locations,
        array_agg(sku order by location, sku) as skus
    from numbered
    group by shard, part
), cut as (
    insert into forecast_run_part (run_id, shard, part, first_location, first_sku, last_location, last_sku)
    select
        planned.id, part.shard, part.part, part.locations[1], part.skus[1],
        part.locations[cardinality(part.locations)], part.skus[cardinality(part.skus)]
    from part
    cross join planned
)
select based_on
from planned
