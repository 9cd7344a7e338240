-- Makes items, or changes them to what is given. Parallel arrays: $1 skus text[]   $2 names text[]   $3 units text[]
-- $4 categories text[]   $5 unit costs numeric[]   $6 changed_by text[]
-- $7 changed_at timestamptz
--
-- Returns the SKUs of items that are new or different now.
insert into item (sku, name, unit, category, unit_cost, changed_at, changed_by)
select given.sku, given.name, given.unit, given.category, given.unit_cost, $7, given.changed_by
from unnest($1, $2, $3, $4, $5, $6) as given (sku, name, unit, category, unit_cost, changed_by)
on conflict (sku) do update
set
    name = excluded.name,
    unit = excluded.unit,
    category = excluded.category,
    unit_cost = excluded.unit_cost,
    changed_at = excluded.changed_at,
    changed_by = excluded.changed_by
where (item.name, item.unit, item.category, item.unit_cost)
    is distinct from (excluded.name, excluded.unit, excluded.category, excluded.unit_cost)
returning item.sku
