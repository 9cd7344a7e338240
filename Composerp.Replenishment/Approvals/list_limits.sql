-- All roles with their limits; the general one of each first, with a null for the supplier.
select approval_limit.role, nullif(approval_limit.supplier, '') as supplier, trim_scale(approval_limit.amount_max) as amount_max
from approval_limit
order by approval_limit.role, approval_limit.supplier
