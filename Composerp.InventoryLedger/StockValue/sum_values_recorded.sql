-- What stock was worth at a past moment, by what was recorded until then, per location and category.
--
-- $1 location text   $2 shard smallint (that of the location)   $3 category text; null where it does not matter
-- $4 moment timestamptz, or $5 business day date (its end, by the clock of the location)
--
-- The last entry of a position until then tells what the position was worth; where it is archived, the opening balance.
select position.location, item.category, sum(last.value_balance) as value
from position
join location on location.code = position.location
join item on item.sku = position.sku
cross join lateral (
    select coalesce($4, ($5 + 1)::timestamp at time zone location.time_zone - interval '1 microsecond') as instant
) as moment
-- The offset and the limit, which change nothing, keep this order: first the version, once, then its entry. The planner might
-- go through all entries and work the version out for each.
cross join lateral (
    select version_until(position.shard, position.id, position.version, moment.instant, null, null) as version
    offset 0
) as known
cross join lateral (
    select entry.value_balance
    from entry
    where entry.shard = position.shard
        and entry.position_id + 0 = position.id
        and entry.version = known.version
    union all
    select opening.value
    from opening
    where opening.shard = position.shard and opening.position_id = position.id and opening.version = known.version
    limit 1
) as last
where ($1 is null or (position.shard = $2 and position.location = $1))
    and ($3 is null or item.category = $3)
group by position.location, item.category
having sum(last.value_balance) <> 0
order by position.location, item.category
