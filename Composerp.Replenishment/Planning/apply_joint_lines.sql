-- Changes what was planned line by line to what the conditions of whole orders made of it, and keeps these orders.
--
-- $1 now timestamptz
with kept as (
    insert into joint_decision (id, body, decided_at)
    select joint_line.order_id, joint_line.body::json, $1
    from joint_line
    where joint_line.body is not null
    on conflict do nothing
)

update planned
set
    outcome = case when joint_line.quantity > 0 then 'proposed' else 'skipped' end,
    quantity = joint_line.quantity,
    reason = case when joint_line.quantity > 0 then planned.reason || ' ' || joint_line.words else joint_line.words end,
    skip_type = case when joint_line.quantity > 0 then null else 'order-waits' end,
    supplier_order_id = joint_line.order_id,
    supplier_order_line = joint_line.line
from joint_line
where planned.id = joint_line.planned_id
