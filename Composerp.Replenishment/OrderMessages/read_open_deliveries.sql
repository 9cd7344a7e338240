-- What is to come of items at locations, with the stock there and the forecast.
--
-- $1 location text (null: all)   $2 sku text (null: all)
-- $3 location and $4 sku of the last key of the page before (null: first page)   $5 keys integer
--
-- One row per delivery, by location, item and day. Drafts are not among them: they are changed, not rescheduled.
with page as (
    select distinct open_supply.location, open_supply.sku
    from open_supply
    where
        open_supply.quantity > 0
        and open_supply.status in ('approved', 'sent', 'partially-received')
        and ($1::text is null or open_supply.location = $1)
        and ($2::text is null or open_supply.sku = $2)
        and ($3::text is null or (open_supply.location, open_supply.sku) > ($3, $4))
    order by open_supply.location, open_supply.sku
    limit $5
)

select
    page.location,
    page.sku,
    (select location.time_zone from location where location.code = page.location) as time_zone,
    trim_scale(coalesce((
        select sum(stock.quantity)
        from stock
        where stock.location = page.location and stock.sku = page.sku and stock.account in ('ON_HAND', 'IN_TRANSIT')
    ), 0)) as stock,
    -- As the newest plan has it. Without a safety stock of its own, stock stays above the point at which one orders.
    trim_scale(coalesce((
        select coalesce(item_parameter.safety_stock, item_parameter.reorder_point)
        from item_parameter
        where item_parameter.location = page.location and item_parameter.sku = page.sku
    ), 0)) as level,
    forecast_run.origin,
    forecast.mean,
    open_supply.number,
    open_supply.status,
    open_supply.expected_on,
    trim_scale(open_supply.quantity) as quantity
from page
join open_supply on open_supply.location = page.location and open_supply.sku = page.sku
left join forecast on forecast.location = page.location and forecast.sku = page.sku
left join forecast_run on forecast_run.shard = forecast.shard
where open_supply.quantity > 0 and open_supply.status in ('approved', 'sent', 'partially-received')
order by page.location, page.sku, open_supply.expected_on, open_supply.number
