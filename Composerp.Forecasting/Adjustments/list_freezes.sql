-- Freezes, newest first.
--
-- $1 id uuid: this one only, or null   $2 location text or null   $3 sku text or null
-- $4 before uuid: go on after this one, or null   $5 limit integer
select id, location, sku, frozen_until, reason, actor, created_at, released_at, released_by
from forecast_freeze
where ($1::uuid is null or id = $1)
    and ($2::text is null or location = $2)
    and ($3::text is null or sku = $3)
    and ($4::uuid is null or id < $4)
order by id desc
limit $5
