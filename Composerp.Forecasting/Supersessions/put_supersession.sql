-- $1 sku text   $2 replaces text   $3 first_day date   $4 factor double precision   $5 reason text   $6 actor text or null
insert into supersession (sku, replaces, first_day, factor, reason, actor)
values ($1, $2, $3, $4, $5, $6)
on conflict (sku) do update
set
    replaces = excluded.replaces,
    first_day = excluded.first_day,
    factor = excluded.factor,
    reason = excluded.reason,
    actor = excluded.actor,
    changed_at = now()
