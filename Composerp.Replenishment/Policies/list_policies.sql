-- Policies by location and item.
--
-- $1 location text (null: all)   $2 sku text (null: all)   $3 supplier text (null: all)
-- $4 location and $5 sku of the last row of the page before (null: first page)   $6 rows integer
select
    policy.location,
    policy.sku,
    policy.kind,
    policy.supplier,
    trim_scale(policy.minimum) as minimum,
    trim_scale(policy.maximum) as maximum,
    policy.service_level,
    policy.review_days,
    policy.changed_by,
    policy.changed_at
from policy
where
    ($1::text is null or policy.location = $1)
    and ($2::text is null or policy.sku = $2)
    and ($3::text is null or policy.supplier = $3)
    and ($4::text is null or (policy.location, policy.sku) > ($4, $5))
order by policy.location, policy.sku
limit $6
