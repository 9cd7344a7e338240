-- Adjustments, newest first.
--
-- $1 id uuid: this one only, or null   $2 location text or null   $3 sku text or null
-- $4 from date or null, $5 to date or null: those of days between them
-- $6 in effect boolean, on the day $7 date; null for all
-- $8 before uuid: go on after this one, or null   $9 limit integer
select
    id, location, sku, first_day, last_day, kind, value, reason, actor, created_at, expires_on, withdrawn_at, withdrawn_by,
    withdrawal_reason, measured_days, actual, absolute_error_without, absolute_error_with,
    withdrawn_at is null and (expires_on is null or expires_on >= $7) as in_effect
from adjustment
where ($1::uuid is null or id = $1)
    and ($2::text is null or location = $2)
    and ($3::text is null or sku = $3)
    and ($4::date is null or last_day >= $4)
    and ($5::date is null or first_day <= $5)
    and ($6::boolean is null or $6 = (withdrawn_at is null and (expires_on is null or expires_on >= $7)))
    and ($8::uuid is null or id < $8)
order by id desc
limit $9
