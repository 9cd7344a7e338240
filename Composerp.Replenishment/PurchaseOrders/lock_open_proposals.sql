-- Locks the open proposals of items for a location until the end of the transaction: an order by hand and the approval of
-- a proposal for the same take turns, so that the later of the two sees the other.
--
-- $1 location text   $2 skus text[]
select proposal.id
from proposal
where proposal.status = 'proposed' and proposal.location = $1 and proposal.sku = any($2)
order by proposal.id
for update
