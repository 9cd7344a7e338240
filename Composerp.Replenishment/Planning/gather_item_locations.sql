-- What planning needs of every item and location that has a policy, may have one, or has an open proposal.
--
-- One statement, so one snapshot: what is on hand, in transit, on order and proposed is of the same moment. No order:
-- sorting a million forecasts would cost more than planning them.
--
-- $1 broad boolean: there are rules for more than one item and location, so everything with stock or a forecast counts
-- $2 forecasts boolean: a policy needs them
-- $3 everything boolean: else only these:
-- $4 locations text[]   $5 skus text[]   $6 locations text[] and $7 skus text[], parallel; with everything these besides
-- $8 whole items boolean: an item that is looked at is looked at at all its locations, and with it all items that share
-- the conditions of an order with it
with recursive everything as not materialized (
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

    union

    select promised_stock.location, promised_stock.sku
    from promised_stock
    where $1

    union

    select named.location, named.sku
    from unnest($6, $7) as named (location, sku)
    where $3
),

-- One of these for a run; those that are not meant are left out before anything is read. What changed is found by key.
looked_at as (
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

whole_item as (
    select looked_at.sku
    from looked_at
    where $8 and not $3

    union

    select other.sku
    from whole_item
    join supplier_item as one on one.sku = whole_item.sku
    join supplier_order_terms on supplier_order_terms.supplier = one.supplier
    join supplier_item as other on other.supplier = one.supplier
),

planned_for as (
    select looked_at.location, looked_at.sku
    from looked_at
    where $3 or not $8

    union all

    select everything.location, everything.sku
    from everything
    where $8 and not $3 and everything.sku in (select whole_item.sku from whole_item)
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

-- By the index of what expires, so that it costs nothing where nothing does.
lot as (
    select
        stock.location,
        stock.sku,
        array_agg(stock.expires_on) as last_days,
        array_agg(trim_scale(stock.quantity)) as quantities
    from stock
    where stock.expires_on is not null and stock.account = 'ON_HAND' and stock.quantity > 0
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

promised as (
    select promised_stock.location, promised_stock.sku, sum(promised_stock.quantity) as quantity
    from promised_stock
    group by promised_stock.location, promised_stock.sku
),

open_proposal as (
    select
        proposal.location,
        proposal.sku,
        array_agg(proposal.id order by proposal.id) as ids,
        array_agg(trim_scale(proposal.quantity) order by proposal.id) as quantities,
        array_agg(proposal.kind order by proposal.id) as kinds,
        array_agg(coalesce(proposal.supplier, proposal.source) order by proposal.id) as sources,
        array_agg(coalesce(proposal.first_proposed_on, proposal.order_on) order by proposal.id) as days
    from proposal
    where proposal.status = 'proposed'
    group by proposal.location, proposal.sku
)

select
    planned_for.location,
    planned_for.sku,
    open_proposal.ids as open_ids,
    open_proposal.quantities as open_quantities,
    open_proposal.kinds as open_kinds,
    open_proposal.sources as open_sources,
    open_proposal.days as open_days,
    item.sku is not null as is_item_known,
    item.category,
    coalesce(item.decimals = 0, item.unit = 'each', false) as is_whole,
    trim_scale(item.unit_cost) as unit_cost,
    location.time_zone,
    location.go_live,
    location.allows_negative,
    location.kind,
    trim_scale(coalesce(stock_total.on_hand, 0)) as on_hand,
    trim_scale(coalesce(stock_total.in_transit, 0)) as in_transit,
    trim_scale(coalesce(ordered.on_order, 0)) as on_order,
    trim_scale(coalesce(promised.quantity, 0)) as promised,
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
    array_send(forecast.sum_quantiles) as sum_quantiles,
    stock_seen.first_on,
    stock_seen.last_sold_on,
    lot.last_days,
    lot.quantities
from planned_for
left join item on item.sku = planned_for.sku
left join location on location.code = planned_for.location
left join open_proposal on open_proposal.location = planned_for.location and open_proposal.sku = planned_for.sku
left join stock_total on stock_total.location = planned_for.location and stock_total.sku = planned_for.sku
left join ordered on ordered.location = planned_for.location and ordered.sku = planned_for.sku
left join promised on promised.location = planned_for.location and promised.sku = planned_for.sku
left join stock_seen on stock_seen.location = planned_for.location and stock_seen.sku = planned_for.sku
left join lot on lot.location = planned_for.location and lot.sku = planned_for.sku
left join item_parameter on item_parameter.location = planned_for.location and item_parameter.sku = planned_for.sku
left join forecast on $2 and forecast.location = planned_for.location and forecast.sku = planned_for.sku
left join forecast_run on forecast_run.shard = forecast.shard
