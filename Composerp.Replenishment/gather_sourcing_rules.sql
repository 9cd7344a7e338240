-- All sourcing rules.
select
    sourcing_rule.name,
    sourcing_rule.sku,
    sourcing_rule.location,
    sourcing_rule.category,
    sourcing_rule.location_kind,
    sourcing_rule.priority,
    sourcing_rule.sources::text as sources
from sourcing_rule
