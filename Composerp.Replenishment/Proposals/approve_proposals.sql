-- Marks open proposals approved: they have become lines of orders.
--
-- The arrays are parallel, each proposal once:
-- $1 proposal ids uuid[]   $2 order ids bigint[]   $3 actor text   $4 now timestamptz
update proposal
set status = 'approved', decided_by = $3, decided_at = $4, purchase_order_id = decided.order_id
from unnest($1, $2) as decided (proposal_id, order_id)
where proposal.id = decided.proposal_id and proposal.status = 'proposed'
