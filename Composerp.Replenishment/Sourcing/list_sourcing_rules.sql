-- Rules of where goods come from, by name.
--
-- $1 name text (null: all)   $2 name of the last row of the page before (null: first page)   $3 rows integer
select
    sourcing_rule.name,
    sourcing_rule.sku,
    sourcing_rule.location,
    sourcing_rule.category,
    sourcing_rule.location_kind,
    sourcing_rule.priority,
    sourcing_rule.sources::text as sources,
    sourcing_rule.changed_by,
    sourcing_rule.changed_at
from sourcing_rule
where
    ($1::text is null or sourcing_rule.name = $1)
    and ($2::text is null or sourcing_rule.name > $2)
order by sourcing_rule.name
limit $3
