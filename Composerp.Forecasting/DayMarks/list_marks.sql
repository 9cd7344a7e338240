-- A page of marks in the order of their first day.
--
-- $1 kind text or null   $2 location text or null: marks that concern it, those of all locations included
-- $3 sku text or null: likewise   $4 from, $5 to date or null: marks of any day between them
-- $6 first day, $7 id: go on after this row, or null   $8 limit integer
-- Returns id, kind, first day, last day, location, sku, reason, uplift, actor, marked_at.
select id, kind, first_day, last_day, location, sku, reason, uplift, actor, marked_at
from day_mark
where removed_at is null
    and ($1::text is null or kind = $1)
    and ($2::text is null or location is null or location = $2)
    and ($3::text is null or sku is null or sku = $3)
    and ($4::date is null or last_day >= $4)
    and ($5::date is null or first_day <= $5)
    and ($6::date is null or (first_day, id) > ($6, $7))
order by first_day, id
limit $8
