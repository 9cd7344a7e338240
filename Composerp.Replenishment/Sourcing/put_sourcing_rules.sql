-- Creates or changes rules of where goods come from.
--
-- The arrays are parallel, each name once; null where a rule has no such field:
-- $1 names text[]   $2 skus text[]   $3 locations text[]   $4 categories text[]   $5 location kinds text[]
-- $6 priorities integer[]   $7 sources text[] (json)   $8 actor text (null: not told)   $9 now timestamptz
insert into sourcing_rule (name, sku, location, category, location_kind, priority, sources, changed_by, changed_at)
select told.name, told.sku, told.location, told.category, told.location_kind, told.priority, told.sources::json, $8, $9
from unnest($1, $2, $3, $4, $5, $6, $7) as told (name, sku, location, category, location_kind, priority, sources)
order by told.name
on conflict (name) do update
set
    sku = excluded.sku,
    location = excluded.location,
    category = excluded.category,
    location_kind = excluded.location_kind,
    priority = excluded.priority,
    sources = excluded.sources,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
