-- Everything that planning needs, of every item and location that has a policy or an open proposal.
--
-- One statement, so one snapshot: what is on hand, in transit, on order and proposed is of the same moment. No order:
-- sorting a million forecasts would cost more than planning them.
with stock_total as (
    select
        stock.location,
        stock.sku,
        sum(stock.quantity) filter (where stock.account = 'ON_HAND') as on_hand,
        sum(stock.quantity) filter (where stock.account = 'IN_TRANSIT') as in_transit
    from stock
    group by stock.location, stock.sku
),

ordered as (
    select open_supply.location, open_supply.sku, sum(open_supply.quantity) as on_order
    from open_supply
    group by open_supply.location, open_supply.sku
),

open_proposal as (
    select proposal.id, proposal.location, proposal.sku
    from proposal
    where proposal.status = 'proposed'
),

planned_for as (
    select
        policy.location,
        policy.sku,
        policy.kind,
        policy.supplier,
        policy.minimum,
        policy.maximum,
        policy.service_level,
        policy.review_days,
        open_proposal.id as open_id
    from policy
    left join open_proposal on open_proposal.location = policy.location and open_proposal.sku = policy.sku

    union all

    -- Its policy is gone: nothing to plan, but a proposal to withdraw.
    select open_proposal.location, open_proposal.sku, null, null, null, null, null, null, open_proposal.id
    from open_proposal
    where not exists (
        select from policy
        where policy.location = open_proposal.location and policy.sku = open_proposal.sku
    )
)

select
    planned_for.location,
    planned_for.sku,
    planned_for.open_id,
    planned_for.kind,
    planned_for.supplier,
    trim_scale(planned_for.minimum) as minimum,
    trim_scale(planned_for.maximum) as maximum,
    planned_for.service_level,
    planned_for.review_days,
    item.sku is not null as is_item_known,
    location.time_zone,
    location.go_live,
    location.allows_negative,
    supplier_item.lead_time_days,
    trim_scale(supplier_item.minimum_quantity) as minimum_quantity,
    trim_scale(supplier_item.order_multiple) as order_multiple,
    trim_scale(supplier_item.unit_cost) as unit_cost,
    trim_scale(coalesce(stock_total.on_hand, 0)) as on_hand,
    trim_scale(coalesce(stock_total.in_transit, 0)) as in_transit,
    trim_scale(coalesce(ordered.on_order, 0)) as on_order,
    forecast_run.run_id,
    forecast_run.origin,
    forecast_run.levels,
    forecast.model,
    forecast.mean,
    forecast.sigma,
    forecast.sum_sigma,
    forecast.quantiles
from planned_for
left join item on item.sku = planned_for.sku
left join location on location.code = planned_for.location
left join supplier_item on supplier_item.supplier = planned_for.supplier and supplier_item.sku = planned_for.sku
left join stock_total on stock_total.location = planned_for.location and stock_total.sku = planned_for.sku
left join ordered on ordered.location = planned_for.location and ordered.sku = planned_for.sku
left join forecast
    on
        planned_for.kind = 'order-up-to'
        and forecast.location = planned_for.location and forecast.sku = planned_for.sku
left join forecast_run on forecast_run.shard = forecast.shard
