-- One proposal with its derivation, and how a shortage at its source was shared.
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
    proposal.kind,
    proposal.source,
    proposal.derivation::text as derivation,
    joint_decision.body::text as shortage,
    supplier_order.body::text as supplier_order,
    proposal.supplier_order_line
from proposal
left join purchase_order on purchase_order.id = proposal.purchase_order_id
left join joint_decision on joint_decision.id = proposal.allocation_id
left join joint_decision as supplier_order on supplier_order.id = proposal.supplier_order_id
where proposal.id = $1
