-- Policies of one item at one location, by location and item.
--
-- $1 location text (null: all)   $2 sku text (null: all)   $3 supplier text (null: all)
-- $4 location and $5 sku of the last row of the page before (null: first page)   $6 rows integer
select
    policy_rule.location,
    policy_rule.sku,
    policy_rule.terms::text as terms,
    policy_rule.changed_by,
    policy_rule.changed_at
from policy_rule
where
    position('/' in policy_rule.name) > 0
    and ($1::text is null or policy_rule.location = $1)
    and ($2::text is null or policy_rule.sku = $2)
    and ($3::text is null or policy_rule.supplier = $3)
    and ($4::text is null or (policy_rule.location, policy_rule.sku) > ($4, $5))
order by policy_rule.location, policy_rule.sku
limit $6
