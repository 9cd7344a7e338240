-- Keeps a supersession as it is before it is changed or deleted.
--
-- $1 sku text   $2 actor text or null: who changes it. The rows affected are 0 where there is none.
insert into supersession_before (sku, replaces, first_day, factor, reason, actor, changed_at, ended_by)
select sku, replaces, first_day, factor, reason, actor, changed_at, $2
from supersession
where sku = $1
