-- The rules that may be for an item at a location.
--
-- $1 location text (null: all)   $2 sku text (null: all)
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
    policy_rule.terms::text as terms
from policy_rule
where
    ($1::text is null or policy_rule.location is null or policy_rule.location = $1)
    and ($2::text is null or policy_rule.sku is null or policy_rule.sku = $2)
