-- What an actor may approve.
--
-- $1 actor text
--
-- Returns whether limits are kept at all, and one row per limit of the actor's role; without a role one row of nulls.
select
    exists (select from approval_limit) or exists (select from approver) as are_kept,
    approval_limit.role,
    nullif(approval_limit.supplier, '') as supplier,
    trim_scale(approval_limit.amount_max) as amount_max
from (values ($1::text)) as asked (actor)
left join approver on approver.actor = asked.actor
left join approval_limit on approval_limit.role = approver.role
