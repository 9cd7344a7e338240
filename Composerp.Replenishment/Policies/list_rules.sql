-- Rules by name, without the policies of one item at one location.
--
-- $1 name text (null: all)   $2 name of the last row of the page before (null: first page)   $3 rows integer
select
    policy_rule.name,
    policy_rule.sku,
    policy_rule.location,
    policy_rule.supplied_by,
    policy_rule.category,
    policy_rule.class,
    policy_rule.location_kind,
    policy_rule.priority,
    policy_rule.valid_from,
    policy_rule.valid_to,
    policy_rule.season_from,
    policy_rule.season_to,
    policy_rule.terms::text as terms,
    policy_rule.changed_by,
    policy_rule.changed_at
from policy_rule
where
    position('/' in policy_rule.name) = 0
    and ($1::text is null or policy_rule.name = $1)
    and ($2::text is null or policy_rule.name > $2)
order by policy_rule.name
limit $3
