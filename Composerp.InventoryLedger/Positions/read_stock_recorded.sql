-- Stock of items at locations at a past moment, by what was recorded until then, over lots.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]
-- $4 moment timestamptz, or $5 business day date (its end, by the clock of the location)
-- $6 category text (null where it does not matter)
--
-- In the order of the arrays, without what had no entry yet. The last entry of a position until then tells what the
-- position was; where it is archived, the opening balance.
select
    asked.location,
    asked.sku,
    coalesce(sum(last.balance) filter (where position.account in ('ON_HAND', 'RESERVED')), 0)::bigint as on_hand,
    coalesce(sum(last.balance) filter (where position.account = 'RESERVED'), 0)::bigint as reserved,
    coalesce(sum(last.balance) filter (where position.account = 'DAMAGED'), 0)::bigint as damaged,
    coalesce(sum(last.balance) filter (where position.account = 'IN_TRANSIT'), 0)::bigint as in_transit,
    sum(last.value_balance)::bigint as value
from unnest($1, $2, $3) with ordinality as asked (shard, location, sku, number)
join location on location.code = asked.location
join position on position.shard = asked.shard and position.location = asked.location and position.sku = asked.sku
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
    select entry.balance, entry.value_balance
    from entry
    where entry.shard = position.shard
        and entry.position_id + 0 = position.id
        and entry.version = known.version
    union all
    select opening.balance, opening.value
    from opening
    where opening.shard = position.shard and opening.position_id = position.id and opening.version = known.version
    limit 1
) as last
where $6 is null or exists (select from item where item.sku = asked.sku and item.category = $6)
group by asked.number, asked.location, asked.sku
order by asked.number
