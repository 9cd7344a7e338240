-- Keeps who changed orders, when, how and why.
--
-- The arrays are parallel, each order once:
-- $1 order ids bigint[]   $2 revisions integer[]   $3 actors text[]   $4 actions text[]   $5 reasons text[] (null: none)
-- $6 before text[] (json; null: there was nothing)   $7 after text[] (json)   $8 now timestamptz
insert into purchase_order_change (purchase_order_id, revision, at, actor, action, reason, before, after)
select told.id, told.revision, $8, told.actor, told.action, told.reason, told.before::json, told.after::json
from unnest($1, $2, $3, $4, $5, $6, $7) as told (id, revision, actor, action, reason, before, after)
