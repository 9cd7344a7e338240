-- Behind read_proposals.sql: those that a list is asked for.
--
-- $1 status text (null: all)   $2 location text (null: all)   $3 supplier text (null: all)   $4 sku text (null: all)
-- $5 run id uuid (null: all)   $6 kind text (null: all)   $7 source text (null: all)
from proposal
left join purchase_order on purchase_order.id = proposal.purchase_order_id
where
    ($1::text is null or proposal.status = $1)
    and ($2::text is null or proposal.location = $2)
    and ($3::text is null or proposal.supplier = $3)
    and ($4::text is null or proposal.sku = $4)
    and ($5::uuid is null or proposal.run_id = $5)
    and ($6::text is null or proposal.kind = $6)
    and ($7::text is null or proposal.source = $7)
