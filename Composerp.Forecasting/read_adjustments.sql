-- Adjustments of days, the oldest first. $1 first day date   $2 last day date
select
    id, location, sku, first_day, last_day, kind, value, (created_at at time zone 'utc')::date, expires_on,
    (withdrawn_at at time zone 'utc')::date
from adjustment
where last_day >= $1 and first_day <= $2
order by id
