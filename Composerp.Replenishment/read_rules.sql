-- Rules: those that may be for an item at a location, or those by name, page by page.
--
-- $1 location text (null: all)   $2 sku text (null: all)
-- $3 by name boolean: in the order of their names, and without the policies of one item at one location
-- $4 name text (null: all)   $5 name of the last row of the page before (null: first page)   $6 rows bigint (null: all)
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
    ($1::text is null or policy_rule.location is null or policy_rule.location = $1)
    and ($2::text is null or policy_rule.sku is null or policy_rule.sku = $2)
    and (not $3 or position('/' in policy_rule.name) = 0)
    and ($4::text is null or policy_rule.name = $4)
    and ($5::text is null or policy_rule.name > $5)
-- A plan reads all of them, and asks for no order.
order by case when $3 then policy_rule.name end
limit $6
