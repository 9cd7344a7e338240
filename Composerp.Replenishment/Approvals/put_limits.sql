-- Keeps the limits of a role that has none.
--
-- $1 role text   $2 suppliers text[] (empty: all others) and $3 most amounts numeric[] (null: any), parallel
insert into approval_limit (role, supplier, amount_max)
select $1, told.supplier, told.amount_max
from unnest($2, $3) as told (supplier, amount_max)
on conflict (role, supplier) do update
set amount_max = excluded.amount_max
