-- Turns open proposals into lines of purchase orders, and marks them approved.
--
-- The arrays are parallel, each proposal once:
-- $1 proposal ids uuid[]   $2 order ids bigint[]   $3 line numbers integer[]   $4 expected on date[]
-- $5 actor text   $6 now timestamptz
with approved as (
    update proposal
    set status = 'approved', decided_by = $5, decided_at = $6, purchase_order_id = decided.order_id
    from unnest($1, $2, $3, $4) as decided (proposal_id, order_id, line, expected_on)
    where proposal.id = decided.proposal_id and proposal.status = 'proposed'
    returning decided.order_id, decided.line, proposal.sku, proposal.quantity, proposal.unit_cost, decided.expected_on
)

insert into purchase_order_line (purchase_order_id, line, sku, quantity, unit_cost, expected_on)
select approved.order_id, approved.line, approved.sku, approved.quantity, approved.unit_cost, approved.expected_on
from approved
