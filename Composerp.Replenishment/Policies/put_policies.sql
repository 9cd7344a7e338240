-- Creates or changes policies.
--
-- The arrays are parallel, each (location, sku) once:
-- $1 locations text[]   $2 skus text[]   $3 kinds text[]   $4 suppliers text[]
-- $5 minimums numeric[]   $6 maximums numeric[]   $7 service levels double precision[]   $8 review days integer[]
-- (null where the kind has no such field)
-- $9 actor text (null: not told)   $10 now timestamptz
--
-- Raises foreign_key_violation supplier_of_policy_known where a supplier is not known.
insert into policy (
    location, sku, kind, supplier, minimum, maximum, service_level, review_days, changed_by, changed_at
)
select
    told.location, told.sku, told.kind, told.supplier, told.minimum, told.maximum, told.service_level, told.review_days, $9, $10
from unnest($1, $2, $3, $4, $5, $6, $7, $8)
    as told (location, sku, kind, supplier, minimum, maximum, service_level, review_days)
order by told.location, told.sku
on conflict (location, sku) do update
set
    kind = excluded.kind,
    supplier = excluded.supplier,
    minimum = excluded.minimum,
    maximum = excluded.maximum,
    service_level = excluded.service_level,
    review_days = excluded.review_days,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
