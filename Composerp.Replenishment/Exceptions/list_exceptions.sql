-- Exceptions, the most money at risk first.
--
-- $1 kind text (null: all)   $2 location text (null: all)   $3 sku text (null: all)   $4 supplier text (null: all)
-- $5 category text (null: all)   $6 run id uuid (null: all)
-- $7 rank numeric and $8 id bigint of the last row of the page before (null: first page)   $9 rows integer
select
    planning_exception.id,
    planning_exception.rank,
    planning_exception.run_id,
    planning_exception.kind,
    planning_exception.location,
    planning_exception.sku,
    planning_exception.category,
    planning_exception.supplier,
    planning_exception.order_number,
    trim_scale(planning_exception.units) as units,
    trim_scale(planning_exception.money) as money,
    planning_exception.day,
    planning_exception.reason,
    planning_exception.advice
from planning_exception
where
    ($1::text is null or planning_exception.kind = $1)
    and ($2::text is null or planning_exception.location = $2)
    and ($3::text is null or planning_exception.sku = $3)
    and ($4::text is null or planning_exception.supplier = $4)
    and ($5::text is null or planning_exception.category = $5)
    and ($6::uuid is null or planning_exception.run_id = $6)
    and (
        $7::numeric is null
        or planning_exception.rank < $7
        or (planning_exception.rank = $7 and planning_exception.id > $8)
    )
order by planning_exception.rank desc, planning_exception.id
limit $9
