-- Makes items, or changes them to what is given. Parallel arrays: $1 skus text[]   $2 names text[]   $3 units text[]
-- $4 categories text[]   $5 unit costs numeric[]   $6 changed_by text[]   $7 decimals smallint[]   $8 trackings text[]
-- $9 valuations text[]   $10 other units text[], a JSON object of quantities in ten-thousandths by unit
-- $11 changed_at timestamptz
--
-- Returns the SKUs of items that are new or different now.
insert into item (
    sku, name, category, unit, decimals, tracking, valuation, other_units, other_unit_quantities, unit_cost, changed_at, changed_by)
select
    given.sku, given.name, given.category, given.unit, given.decimals, given.tracking, given.valuation,
    other.units, other.quantities, given.unit_cost, $11, given.changed_by
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as given (
    sku, name, unit, category, unit_cost, changed_by, decimals, tracking, valuation, other_units)
cross join lateral (
    select
        coalesce(array_agg(unit.key order by unit.key), '{}') as units,
        coalesce(array_agg(unit.value::bigint order by unit.key), '{}') as quantities
    from jsonb_each_text(given.other_units::jsonb) as unit
) as other
on conflict (sku) do update
set
    name = excluded.name,
    category = excluded.category,
    unit = excluded.unit,
    decimals = excluded.decimals,
    tracking = excluded.tracking,
    valuation = excluded.valuation,
    other_units = excluded.other_units,
    other_unit_quantities = excluded.other_unit_quantities,
    unit_cost = excluded.unit_cost,
    changed_at = excluded.changed_at,
    changed_by = excluded.changed_by
where (
    item.name, item.category, item.unit, item.decimals, item.tracking, item.valuation, item.other_units,
    item.other_unit_quantities, item.unit_cost)
    is distinct from (
        excluded.name, excluded.category, excluded.unit, excluded.decimals, excluded.tracking, excluded.valuation,
        excluded.other_units, excluded.other_unit_quantities, excluded.unit_cost)
returning item.sku
