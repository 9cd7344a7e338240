-- Creates or changes a supplier.
--
-- $1 code text   $2 name text   $3 actor text (null: not told)   $4 now timestamptz
insert into supplier (code, name, changed_by, changed_at)
values ($1, $2, $3, $4)
on conflict (code) do update
set name = excluded.name, changed_by = excluded.changed_by, changed_at = excluded.changed_at
