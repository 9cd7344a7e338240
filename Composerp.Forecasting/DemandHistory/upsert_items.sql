-- Takes over items as the ledger last described them.
--
-- $1 skus text[]   $2 names text[]   $3 categories text[] (null where none)   $4 units text[]
-- $5 unit costs numeric[] (null where not known); no sku twice
insert into item (sku, name, category, unit, unit_cost)
select sku, name, category, unit, unit_cost
from unnest($1, $2, $3, $4, $5) as changed (sku, name, category, unit, unit_cost)
on conflict (sku) do update
set name = excluded.name, category = excluded.category, unit = excluded.unit, unit_cost = excluded.unit_cost
