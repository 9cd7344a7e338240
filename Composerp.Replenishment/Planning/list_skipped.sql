-- What a run could not plan, by location and item.
--
-- $1 run id uuid
-- $2 location and $3 sku of the last row of the page before (null: first page)   $4 rows integer
select planning_skip.location, planning_skip.sku, planning_skip.type, planning_skip.reason
from planning_skip
where
    planning_skip.run_id = $1
    and ($2::text is null or (planning_skip.location, planning_skip.sku) > ($2, $3))
order by planning_skip.location, planning_skip.sku
limit $4
