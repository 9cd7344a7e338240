-- Marks that concern some series.
--
-- $1 locations text[]   $2 skus text[]   $3 first day date, $4 last day date: the time that matters
-- Returns kind, location, sku (null: all), first and last day, reason, uplift or null. In an order of its own, so that the
-- same marks always come in the same one.
select kind, location, sku, first_day, last_day, reason, uplift
from day_mark
where removed_at is null
    and (location is null or location = any ($1))
    and (sku is null or sku = any ($2))
    and first_day <= $4
    and last_day >= $3
order by kind, first_day, last_day, location nulls first, sku nulls first
