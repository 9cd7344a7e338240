-- By what the newest completed run multiplied the series of an item's category at a location, so that levels add up.
--
-- $1 location text   $2 sku text
-- Returns the run, its origin, its method, the category and the factors by days ahead; no row where it changed no series.
select run.id, run.origin, run.reconciliation ->> 'method', nullif(forecast_level.category, ''), forecast_level.factors
from (
    select id, origin, reconciliation
    from forecast_run
    where status = 'completed' and forecasts_deleted_at is null
    order by completed_at desc, id desc
    limit 1
) as run
join forecast_level
    on forecast_level.run_id = run.id
    and forecast_level.level = 3
    and forecast_level.location = $1
    and forecast_level.category = coalesce((select category from item where sku = $2), '')
where forecast_level.factors is not null
