-- Takes over items as the ledger has them now. An event that is older than what is known changes nothing.
--
-- The arrays are parallel, each sku once:
-- $1 skus text[]   $2 names text[]   $3 categories text[] (null: none)   $4 units text[]
-- $5 unit costs numeric[] (null: unknown)   $6 decimals smallint[] (null: not said)   $7 sequences bigint[] of the events
insert into item (sku, name, category, unit, unit_cost, decimals, sequence)
select told.sku, told.name, told.category, told.unit, told.unit_cost, told.decimals, told.sequence
from unnest($1, $2, $3, $4, $5, $6, $7) as told (sku, name, category, unit, unit_cost, decimals, sequence)
on conflict (sku) do update
set
    name = excluded.name,
    category = excluded.category,
    unit = excluded.unit,
    unit_cost = excluded.unit_cost,
    decimals = excluded.decimals,
    sequence = excluded.sequence
where item.sequence < excluded.sequence
