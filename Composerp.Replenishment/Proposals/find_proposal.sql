-- Behind read_proposals.sql: one proposal, with its derivation, and how a shortage at its source was shared.
--
-- $1 id uuid
    ,
    proposal.derivation::text as derivation,
    joint_decision.body::text as shortage,
    supplier_order.body::text as supplier_order,
    proposal.supplier_order_line
from proposal
left join purchase_order on purchase_order.id = proposal.purchase_order_id
left join joint_decision on joint_decision.id = proposal.allocation_id
left join joint_decision as supplier_order on supplier_order.id = proposal.supplier_order_id
where proposal.id = $1
