-- Cuts the series of a run into parts and notes its origin.
--
-- $1 id uuid   $2 claim integer   $3 origin date   $4 series per part integer
-- Returns how many runs were planned: 0 where another process took the run up since, and nothing was changed.
with planned as (
    update forecast_run
    set origin = $3, series_total = (select count(*) from series where first_day <= $3)
    where id = $1 and claim = $2 and status = 'running'
    returning id
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
select count(*)
from planned
