-- Creates or changes rules.
--
-- The arrays are parallel, each name once; null where a rule has no such field:
-- $1 names text[]   $2 skus text[]   $3 locations text[]   $4 supplied by text[]   $5 categories text[]   $6 classes text[]
-- $7 location kinds text[]   $8 priorities integer[]   $9 valid from date[]   $10 valid to date[]
-- $11 season from text[]   $12 season to text[]   $13 suppliers text[]   $14 terms text[] (json)
-- $15 actor text (null: not told)   $16 now timestamptz
--
-- Raises foreign_key_violation supplier_of_rule_known where a supplier is not known.
insert into policy_rule (
    name, sku, location, supplied_by, category, class, location_kind, priority, valid_from, valid_to, season_from, season_to,
    supplier, terms, changed_by, changed_at
)
select
    told.name, told.sku, told.location, told.supplied_by, told.category, told.class, told.location_kind, told.priority,
    told.valid_from, told.valid_to, told.season_from, told.season_to, told.supplier, told.terms::json, $15, $16
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) as told (
    name, sku, location, supplied_by, category, class, location_kind, priority, valid_from, valid_to, season_from, season_to,
    supplier, terms
)
order by told.name
on conflict (name) do update
set
    sku = excluded.sku,
    location = excluded.location,
    supplied_by = excluded.supplied_by,
    category = excluded.category,
    class = excluded.class,
    location_kind = excluded.location_kind,
    priority = excluded.priority,
    valid_from = excluded.valid_from,
    valid_to = excluded.valid_to,
    season_from = excluded.season_from,
    season_to = excluded.season_to,
    supplier = excluded.supplier,
    terms = excluded.terms,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
