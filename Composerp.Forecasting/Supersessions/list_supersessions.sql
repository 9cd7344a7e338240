-- $1 go on after this sku text, or null   $2 limit integer
-- Returns sku, replaces, first_day, factor, reason, actor, changed_at in the order of the sku.
select sku, replaces, first_day, factor, reason, actor, changed_at
from supersession
where $1::text is null or sku > $1
order by sku
limit $2
