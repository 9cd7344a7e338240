-- How items that are planned did on the days of a window, at their evenings, from what the ledger told.
--
-- $1 from date   $2 to date
-- Levels that planners entered, parallel: $3 locations text[]   $4 skus text[]   $5 raised numeric[] (below 0: lowered)
--
-- Stock of an evening is today's less what moved since. Days on which nothing moved have the evening before; so an item
-- costs as many rows as days on which it moved, and one for the beginning.
with kept as (
    select
        item_parameter.location,
        item_parameter.sku,
        greatest($1, stock_seen.first_on) as since,
        coalesce(on_hand.quantity, 0) as now,
        coalesce(item.unit_cost, cheapest.unit_cost)::double precision as unit_cost,
        (policy_rule.terms ->> 'fillRate')::double precision as target
    from item_parameter
    join stock_seen on stock_seen.location = item_parameter.location and stock_seen.sku = item_parameter.sku
    left join (
        select stock.location, stock.sku, sum(stock.quantity) as quantity
        from stock
        where stock.account = 'ON_HAND'
        group by stock.location, stock.sku
    ) as on_hand on on_hand.location = item_parameter.location and on_hand.sku = item_parameter.sku
    left join item on item.sku = item_parameter.sku
    left join (
        select supplier_item.sku, min(supplier_item.unit_cost) as unit_cost
        from supplier_item
        group by supplier_item.sku
    ) as cheapest on cheapest.sku = item_parameter.sku
    left join policy_rule on policy_rule.name = item_parameter.rule
    where stock_seen.first_on <= $2
),

day as (
    select told.location, told.sku, told.day, sum(told.sold) as sold, sum(told.moved) as moved
    from (
        select kept.location, kept.sku, kept.since as day, 0 as sold, 0 as moved
        from kept

        union all

        select stock_day.location, stock_day.sku, stock_day.day, stock_day.sold, stock_day.moved
        from stock_day
        join kept on kept.location = stock_day.location and kept.sku = stock_day.sku
        where stock_day.day >= kept.since
    ) as told
    group by told.location, told.sku, told.day
),

-- An evening, and those after it that are the same.
evening as (
    select
        day.location,
        day.sku,
        day.day,
        day.sold,
        kept.now + day.moved
        - sum(day.moved) over (partition by day.location, day.sku order by day.day desc rows unbounded preceding) as closing,
        greatest(
            0,
            least($2 + 1, coalesce(lead(day.day) over (partition by day.location, day.sku order by day.day), $2 + 1)) - day.day
        ) as days
    from day
    join kept on kept.location = day.location and kept.sku = day.sku
),

entered as (
    select told.location, told.sku, told.raised, min((parameter_override.entered_at at time zone 'UTC')::date) as entered_on
    from unnest($3, $4, $5) as told (location, sku, raised)
    join parameter_override on parameter_override.location = told.location and parameter_override.sku = told.sku
    group by told.location, told.sku, told.raised
),

counted as (
    select
        kept.location,
        kept.sku,
        kept.unit_cost,
        kept.target,
        sum(evening.days) as days,
        coalesce(sum(evening.days) filter (where evening.closing <= 0), 0) as out_days,
        coalesce(sum(evening.sold) filter (where evening.day <= $2), 0)::double precision as sold,
        (sum(evening.days * greatest(0, evening.closing)) / nullif(sum(evening.days), 0))::double precision as mean_stock,
        max(entered.raised) as raised,
        min(evening.closing) filter (where evening.days > 0 and evening.day + evening.days > entered.entered_on) as lowest
    from kept
    join evening on evening.location = kept.location and evening.sku = kept.sku
    left join entered on entered.location = kept.location and entered.sku = kept.sku
    group by kept.location, kept.sku, kept.unit_cost, kept.target
)

select
    count(*) as items,
    coalesce(sum(counted.days), 0)::bigint as item_days,
    coalesce(sum(counted.out_days), 0)::bigint as out_days,
    coalesce(sum(counted.sold * counted.unit_cost), 0) as sold_value,
    coalesce(sum(counted.mean_stock * counted.unit_cost), 0) as mean_stock_value,
    coalesce(sum(aimed.sold), 0) as aimed_sold,
    coalesce(sum(aimed.lost), 0) as aimed_lost,
    coalesce(sum((aimed.sold + aimed.lost) * counted.target), 0) as aimed_target,
    count(counted.lowest) as judged,
    -- More was kept, and the last of it was needed; less was kept, and it was enough.
    count(*) filter (
        where (counted.raised > 0 and counted.lowest < counted.raised) or (counted.raised < 0 and counted.lowest > 0)
    ) as hits
from counted
-- Nothing says that the condition is looked at before the division.
left join lateral (
    select
        counted.sold * coalesce(counted.unit_cost, 1) as sold,
        counted.sold * coalesce(counted.unit_cost, 1) * counted.out_days / nullif(counted.days - counted.out_days, 0) as lost
    where counted.target is not null and counted.days > counted.out_days
) as aimed on true
