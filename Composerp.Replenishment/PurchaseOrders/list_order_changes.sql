-- The changes of an order, oldest first.
--
-- $1 kind text   $2 number text   $3 revision of the last row of the page before integer (null: first page)   $4 rows integer
select
    change.revision,
    change.at,
    change.actor,
    change.action,
    change.reason,
    change.before::text as before,
    change.after::text as after
from purchase_order
join purchase_order_change as change on change.purchase_order_id = purchase_order.id
where
    purchase_order.kind = $1 and purchase_order.number = $2
    and ($3::integer is null or change.revision > $3)
order by change.revision
limit $4
