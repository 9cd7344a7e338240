-- Behind filter_proposals.sql: by what they cost, the dearest first, then by id.
--
-- $8 value numeric and $9 id uuid of the last row of the page before (null: first page)   $10 rows integer
and ($8::numeric is null or (proposal.quantity * proposal.unit_cost, proposal.id) < ($8, $9))
order by proposal.quantity * proposal.unit_cost desc, proposal.id desc
limit $10
