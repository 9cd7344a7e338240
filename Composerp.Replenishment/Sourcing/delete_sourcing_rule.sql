-- Deletes a rule of where goods come from, and notes that everything is to be planned again: whom it was for may be asked
-- by others, or ask others, by rules that nobody can see from here.
--
-- $1 name text
with gone as (
    delete from sourcing_rule
    where sourcing_rule.name = $1
    returning sourcing_rule.name
)

insert into planning_change (location, sku)
select null, null
from gone
