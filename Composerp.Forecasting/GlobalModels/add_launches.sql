-- Keeps the launches that a run learned from.
--
-- $1 run_id uuid   $2 origin date   $3 categories text[]   $4 prices double precision[]   $5 first days date[]
-- $6 demand real[]
insert into item_launches (run_id, origin, categories, prices, first_days, demand)
values ($1, $2, $3, $4, $5, $6)
