-- One proposal with its derivation.
--
-- $1 id uuid
select
    proposal.id,
    proposal.run_id,
    proposal.location,
    proposal.sku,
    proposal.supplier,
    trim_scale(proposal.quantity) as quantity,
    trim_scale(proposal.unit_cost) as unit_cost,
    proposal.order_on,
    proposal.expected_on,
    proposal.reason,
    proposal.status,
    proposal.proposed_by,
    proposal.proposed_at,
    proposal.decided_by,
    proposal.decided_at,
    proposal.decision_reason,
    purchase_order.number,
    proposal.derivation::text as derivation
from proposal
left join purchase_order on purchase_order.id = proposal.purchase_order_id
where proposal.id = $1
