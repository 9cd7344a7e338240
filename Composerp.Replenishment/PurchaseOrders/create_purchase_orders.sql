-- Creates orders under reserved ids.
--
-- The arrays are parallel, each id once:
-- $1 ids bigint[]   $2 kinds text[]   $3 suppliers text[] (null: a transfer)   $4 sources text[] (null: a purchase)
-- $5 locations text[]   $6 statuses text[]
-- $7 actor text   $8 now timestamptz   $9 made by text[]   $10 idempotency key text (null: none; else one order)
-- $11 request hash bytea (null: no key)
--
-- An approved order is approved by the actor, now. The tolerances are those of the supplier, as they are now.
-- Returns id, number and tolerances.
insert into purchase_order (
    id, kind, supplier, source, location, status, created_by, created_at, made_by, approved_by, approved_at,
    over_tolerance, under_tolerance, idempotency_key, request_hash
)
overriding system value
select
    told.id,
    told.kind,
    told.supplier,
    told.source,
    told.location,
    told.status,
    $7,
    $8,
    $9,
    case told.status when 'approved' then $7 end,
    case told.status when 'approved' then $8 end,
    coalesce(supplier.over_tolerance, 0),
    coalesce(supplier.under_tolerance, 0),
    $10,
    $11
from unnest($1, $2, $3, $4, $5, $6) as told (id, kind, supplier, source, location, status)
left join supplier on supplier.code = told.supplier
order by told.id
returning id, number, trim_scale(over_tolerance) as over_tolerance, trim_scale(under_tolerance) as under_tolerance
