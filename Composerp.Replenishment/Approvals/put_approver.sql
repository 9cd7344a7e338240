-- Gives an actor a role. $1 name text   $2 role text   $3 actor text   $4 now timestamptz
insert into approver (actor, role, changed_by, changed_at)
values ($1, $2, $3, $4)
on conflict (actor) do update
set role = excluded.role, changed_by = excluded.changed_by, changed_at = excluded.changed_at
