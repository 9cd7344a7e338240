-- Proposals that are to be decided on, locked until the end of the transaction: nobody else decides on them meanwhile,
-- and no planning run replaces them.
--
-- $1 ids uuid[]
select
    proposal.id,
    proposal.status,
    proposal.location,
    proposal.sku,
    proposal.supplier,
    trim_scale(proposal.quantity) as quantity,
    trim_scale(proposal.unit_cost) as unit_cost,
    proposal.order_on,
    proposal.expected_on,
    (select location.time_zone from location where location.code = proposal.location) as time_zone,
    (select purchase_order.number from purchase_order where purchase_order.id = proposal.purchase_order_id) as number,
    proposal.kind,
    proposal.source
from proposal
where proposal.id = any($1)
order by proposal.id
for update of proposal
