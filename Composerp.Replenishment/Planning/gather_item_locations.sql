-- What planning needs of every item and location that has a policy, may have one, or has an open proposal.
--
-- One statement, so one snapshot: what is on hand, in transit, on order and proposed is of the same moment. No order:
-- sorting a million forecasts would cost more than planning them.
--
-- $1 broad boolean: there are rules for more than one item and location, so everything with stock or a forecast counts
-- $2 forecasts boolean: a policy needs them
-- $3 everything boolean: else only these:
-- $4 locations text[]   $5 skus text[]   $6 locations text[] and $7 skus text[], parallel
with everything as not materialized (
    select policy_rule.location, policy_rule.sku
    from policy_rule
    where policy_rule.location is not null and policy_rule.sku is not null

    union

    select proposal.location, proposal.sku
    from proposal
    where proposal.status = 'proposed'

    union

    select stock.location, stock.sku
    from stock
    where $1

    union

    select forecast.location, forecast.sku
    from forecast
    where $1

    union

    select item_parameter.location, item_parameter.sku
    from item_parameter
),

-- One of these for a run; those that are not meant are left out before anything is read. What changed is found by key.
planned_for as (
    select everything.location, everything.sku
    from everything
    where $3

    union all

    select everything.location, everything.sku
    from everything
    where not $3 and cardinality($4) + cardinality($5) > 0 and (everything.location = any($4) or everything.sku = any($5))

    union all

    select changed.location, changed.sku
    from unnest($6, $7) as changed (location, sku)
    cross join lateral (
        select 1
        from everything
        where everything.location = changed.location and everything.sku = changed.sku
        limit 1
    ) as known
    where not $3 and changed.location <> all($4) and changed.sku <> all($5)
),

stock_total as (
    select
        stock.location,
        stock.sku,
        sum(stock.quantity) filter (where stock.account = 'ON_HAND') as on_hand,
        sum(stock.quantity) filter (where stock.account = 'IN_TRANSIT') as in_transit
    from stock
    where $3 or (stock.location, stock.sku) in (select planned_for.location, planned_for.sku from planned_for)
    group by stock.location, stock.sku
),

ordered as (
    select
        due.location,
        due.sku,
        sum(due.quantity) as on_order,
        array_agg(due.expected_on order by due.expected_on) as days,
        array_agg(due.quantity order by due.expected_on) as quantities
    from (
        select open_supply.location, open_supply.sku, open_supply.expected_on, sum(open_supply.quantity) as quantity
        from open_supply
        where open_supply.quantity > 0
        group by open_supply.location, open_supply.sku, open_supply.expected_on
    ) as due
    group by due.location, due.sku
),

open_proposal as (
    select
        proposal.id,
        proposal.location,
        proposal.sku,
        proposal.supplier,
        proposal.quantity,
        coalesce(proposal.first_proposed_on, proposal.order_on) as first_proposed_on
    from proposal
    where proposal.status = 'proposed'
)

select
    planned_for.location,
    planned_for.sku,
    open_proposal.id as open_id,
    trim_scale(open_proposal.quantity) as open_quantity,
    open_proposal.supplier as open_supplier,
    open_proposal.first_proposed_on,
    item.sku is not null as is_item_known,
    item.category,
    coalesce(item.decimals = 0, item.unit = 'each', false) as is_whole,
    location.time_zone,
    location.go_live,
    location.allows_negative,
    location.kind,
    trim_scale(coalesce(stock_total.on_hand, 0)) as on_hand,
    trim_scale(coalesce(stock_total.in_transit, 0)) as in_transit,
    trim_scale(coalesce(ordered.on_order, 0)) as on_order,
    ordered.days,
    ordered.quantities,
    item_parameter.rule,
    item_parameter.class,
    item_parameter.reorder_point,
    item_parameter.order_up_to,
    item_parameter.safety_stock,
    item_parameter.order_quantity,
    item_parameter.inputs,
    item_parameter.calculated::text as calculated,
    forecast_run.run_id,
    forecast_run.origin,
    forecast_run.levels,
    forecast.model,
    -- As bytes in the form that the protocol has for arrays: thousands of numbers are read at once, not one by one.
    array_send(forecast.mean) as mean,
    array_send(forecast.sigma) as sigma,
    array_send(forecast.sum_sigma) as sum_sigma,
    -- Who states quantiles of sums needs none of single days.
    case when forecast.sum_quantiles is null then array_send(forecast.quantiles) end as quantiles,
    array_send(forecast.sum_quantiles) as sum_quantiles
from planned_for
left join item on item.sku = planned_for.sku
left join location on location.code = planned_for.location
left join open_proposal on open_proposal.location = planned_for.location and open_proposal.sku = planned_for.sku
left join stock_total on stock_total.location = planned_for.location and stock_total.sku = planned_for.sku
left join ordered on ordered.location = planned_for.location and ordered.sku = planned_for.sku
left join item_parameter on item_parameter.location = planned_for.location and item_parameter.sku = planned_for.sku
left join forecast on $2 and forecast.location = planned_for.location and forecast.sku = planned_for.sku
left join forecast_run on forecast_run.shard = forecast.shard
