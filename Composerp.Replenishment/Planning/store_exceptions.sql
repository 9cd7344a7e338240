-- Puts the exceptions that a run found (in the temporary table planned) in the place of those of before, for all items at
-- locations that it looked at, and for all suppliers.
--
-- $1 run id uuid   $2 everything boolean: else only these were looked at:
-- $3 locations text[]   $4 skus text[]   $5 locations text[] and $6 skus text[], parallel
-- Exceptions of suppliers: $7 text (json)
with gone as (
    delete from planning_exception
    where
        $2
        or planning_exception.location is null
        or planning_exception.location = any($3)
        or planning_exception.sku = any($4)
        or (planning_exception.location, planning_exception.sku) in (
            select changed.location, changed.sku
            from unnest($5, $6) as changed (location, sku)
        )
),

found as (
    select planned.location, planned.sku, item.category, planned.concerns::jsonb as concerns
    from planned
    left join item on item.sku = planned.sku
    where planned.concerns is not null

    union all

    select null, null, null, $7::jsonb
)

insert into planning_exception (
    run_id, kind, location, sku, category, supplier, order_number, units, money, day, reason, advice
)
select
    $1, concern.kind, found.location, found.sku, found.category, concern.supplier, concern."order", concern.units, concern.money,
    concern.day, concern.reason, concern.advice
from found
cross join lateral jsonb_to_recordset(found.concerns) as concern (
    kind text, supplier text, "order" text, units numeric, money numeric, day date, reason text, advice text
)
order by concern.money desc nulls last, found.location, found.sku, concern.kind
