-- How good issued forecasts were, in groups, in the order of their names.
--
-- $1 by text: total, series, item, location, horizon, model or run
-- $2 location text or null   $3 sku text or null   $4 model text or null   $5 run_id uuid or null
-- $6 first origin date or null   $7 last origin date or null (both included)
-- $8, $9 names text: go on after this group, or null   $10 limit integer
--
-- A measure holds a sum for each reach (1 to 5). Sums of a group are sums of theirs. Scaled errors are taken per run and
-- series (and reach, where groups are those), then their mean over them counts. Levels: of
-- several the greatest; runs with other levels do not count for the coverage of a group.
with measure as (
    select
        case $1
            when 'series' then forecast_measure.location
            when 'location' then forecast_measure.location
            when 'item' then forecast_measure.sku
            when 'model' then forecast_measure.model
            when 'run' then forecast_measure.run_id::text
            when 'horizon' then reach.number::text
            else ''
        end collate "C" as first_name,
        case $1 when 'series' then forecast_measure.sku else '' end collate "C" as second_name,
        case $1 when 'horizon' then reach.number else 0 end as part,
        forecast_measure.run_id,
        forecast_measure.location,
        forecast_measure.sku,
        forecast_measure.absolute_scale,
        forecast_measure.squared_scale,
        forecast_run.levels,
        reach.number,
        forecast_measure.days[reach.number] as days,
        forecast_measure.actual[reach.number] as actual,
        forecast_measure.absolute_error[reach.number] as absolute_error,
        forecast_measure.error[reach.number] as error,
        forecast_measure.squared_error[reach.number] as squared_error,
        forecast_measure.pinball[reach.number] as pinball,
        forecast_measure.final_absolute_error[reach.number] as final_absolute_error,
        forecast_measure.final_error[reach.number] as final_error,
        forecast_measure.covered
    from forecast_measure
    join forecast_run on forecast_run.id = forecast_measure.run_id
    cross join generate_series(1, 5) as reach (number)
    where forecast_measure.days[reach.number] > 0
        and ($2::text is null or forecast_measure.location = $2)
        and ($3::text is null or forecast_measure.sku = $3)
        and ($4::text is null or forecast_measure.model = $4)
        and ($5::uuid is null or forecast_measure.run_id = $5)
        and ($6::date is null or forecast_run.origin >= $6)
        and ($7::date is null or forecast_run.origin <= $7)
), page as (
    select first_name, second_name
    from measure
    where $8::text is null or (first_name, second_name) > ($8 collate "C", $9 collate "C")
    group by first_name, second_name
    order by first_name, second_name
    limit $10
), series as (
    select
        measure.first_name, measure.second_name,
        sum(days) as days, sum(actual) as actual, sum(absolute_error) as absolute_error, sum(error) as error,
        sum(pinball) as pinball, sum(final_absolute_error) as final_absolute_error, sum(final_error) as final_error,
        sum(absolute_error) / sum(days) / max(absolute_scale) as scaled,
        sqrt(sum(squared_error) / sum(days) / max(squared_scale)) as squared_scaled,
        max(levels) as levels
    from measure
    join page on page.first_name = measure.first_name and page.second_name = measure.second_name
    group by measure.first_name, measure.second_name, measure.part, measure.run_id, measure.location, measure.sku
), sums as (
    select
        first_name, second_name, sum(days)::bigint as days, count(*)::bigint as series, sum(actual) as actual,
        sum(absolute_error) as absolute_error, sum(error) as error, sum(pinball) as pinball,
        sum(final_absolute_error) as final_absolute_error, sum(final_error) as final_error,
        avg(scaled) as mase, avg(squared_scaled) as rmsse, max(levels) as levels
    from series
    group by first_name, second_name
), covered as (
    select level.first_name, level.second_name, array_agg(level.days order by level.number) as days, max(level.all_days) as all_days
    from (
        select
            sums.first_name, sums.second_name, step.number,
            sum(measure.covered[((measure.number - 1) * cardinality(sums.levels)) + step.number])::double precision as days,
            sum(measure.days)::double precision as all_days
        from sums
        join measure
            on measure.first_name = sums.first_name
            and measure.second_name = sums.second_name
            and measure.levels = sums.levels
        cross join lateral generate_series(1, cardinality(sums.levels)) as step (number)
        group by sums.first_name, sums.second_name, step.number
    ) as level
    group by level.first_name, level.second_name
)
select
    sums.first_name, sums.second_name, sums.days, sums.series, sums.actual, sums.absolute_error, sums.error, sums.pinball,
    sums.final_absolute_error, sums.final_error, sums.mase, sums.rmsse, sums.levels, covered.days, covered.all_days
from sums
join covered on covered.first_name = sums.first_name and covered.second_name = sums.second_name
order by sums.first_name, sums.second_name
