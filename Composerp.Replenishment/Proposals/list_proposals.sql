-- Behind filter_proposals.sql: by location, item and id.
--
-- $8 location, $9 sku and $10 id uuid of the last row of the page before (null: first page)   $11 rows integer
and ($8::text is null or (proposal.location, proposal.sku, proposal.id) > ($8, $9, $10))
order by proposal.location, proposal.sku, proposal.id
limit $11
