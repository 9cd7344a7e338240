-- Takes over items as the ledger last described them.
--
-- $1 skus text[]   $2 names text[]   $3 categories text[] (null where none)   $4 units text[]; no sku twice
insert into item (sku, name, category, unit)
select sku, name, category, unit
from unnest($1, $2, $3, $4) as changed (sku, name, category, unit)
on conflict (sku) do update
set name = excluded.name, category = excluded.category, unit = excluded.unit
