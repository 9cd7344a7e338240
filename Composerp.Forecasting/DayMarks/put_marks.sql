-- Puts marks on days. The same mark again changes nothing; with another reason or uplift it is changed.
--
-- $1 ids uuid[] for those that are new   $2 kinds text[]   $3 locations text[], $4 skus text[] (null: all)
-- $5 first days date[]   $6 last days date[]   $7 reasons text[]   $8 uplifts double precision[] (null: as measured)
-- $9 actor text or null; no mark twice. The rows affected are those that are new or different now.
insert into day_mark (id, kind, location, sku, first_day, last_day, reason, uplift, actor)
select id, kind, location, sku, first_day, last_day, reason, uplift, $9
from unnest($1, $2, $3, $4, $5, $6, $7, $8) as mark (id, kind, location, sku, first_day, last_day, reason, uplift)
on conflict (kind, location, sku, first_day, last_day) where removed_at is null do update
set reason = excluded.reason, uplift = excluded.uplift, actor = excluded.actor, marked_at = now()
where (day_mark.reason, day_mark.uplift) is distinct from (excluded.reason, excluded.uplift)
