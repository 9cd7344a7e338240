-- Creates or changes a supplier.
--
-- $1 code text   $2 name text   $3 actor text (null: not told)   $4 now timestamptz
-- $5 over tolerance numeric   $6 under tolerance numeric   $7 uses stated lead time boolean
insert into supplier (code, name, changed_by, changed_at, over_tolerance, under_tolerance, uses_stated_lead_time)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (code) do update
set
    name = excluded.name,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at,
    over_tolerance = excluded.over_tolerance,
    under_tolerance = excluded.under_tolerance,
    uses_stated_lead_time = excluded.uses_stated_lead_time
