-- Stock of items at locations at a past moment, by the time at which things happened, over lots.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]
-- $4 moment timestamptz, or $5 business day date (its end, by the clock of the location)
-- $6 category text (null where it does not matter)
--
-- In the order of the arrays, without what had no entry yet. A position that has moved no more since then is as it is
-- now; of others the last snapshot before is taken, and the entries between it and the moment. Where there is none, what was
-- archived is the beginning; older snapshots tell nothing any more.
select
    asked.location,
    asked.sku,
    coalesce(sum(past.balance) filter (where position.account in ('ON_HAND', 'RESERVED')), 0)::bigint as on_hand,
    coalesce(sum(past.balance) filter (where position.account = 'RESERVED'), 0)::bigint as reserved,
    coalesce(sum(past.balance) filter (where position.account = 'DAMAGED'), 0)::bigint as damaged,
    coalesce(sum(past.balance) filter (where position.account = 'IN_TRANSIT'), 0)::bigint as in_transit,
    sum(past.value)::bigint as value
from unnest($1, $2, $3) with ordinality as asked (shard, location, sku, number)
join location on location.code = asked.location
join position on position.shard = asked.shard and position.location = asked.location and position.sku = asked.sku
cross join lateral (
    select coalesce($4, ($5 + 1)::timestamp at time zone location.time_zone - interval '1 microsecond') as instant
) as moment
join archive on archive.shard = position.shard
left join opening on opening.shard = position.shard and opening.position_id = position.id
left join lateral (
    select snapshot.at, snapshot.balance, snapshot.value
    from position_snapshot as snapshot
    where snapshot.shard = position.shard
        and snapshot.position_id = position.id
        and snapshot.at <= moment.instant
        and snapshot.at >= archive.until
        and position.moved_at > moment.instant
    order by snapshot.at desc
    limit 1
) as earlier on true
cross join lateral (
    select count(*) as entries, coalesce(sum(entry.quantity), 0) as balance, coalesce(sum(entry.value), 0) as value
    from entry
    where entry.shard = position.shard
        and entry.position_id = position.id
        and entry.occurred_at > coalesce(earlier.at, '-infinity')
        and entry.occurred_at <= moment.instant
        and position.moved_at > moment.instant
) as since
cross join lateral (
    select
        case
            when position.moved_at <= moment.instant then position.balance
            else coalesce(earlier.balance, opening.balance, 0) + since.balance
        end as balance,
        case
            when position.moved_at <= moment.instant then position.value
            else coalesce(earlier.value, opening.value, 0) + since.value
        end as value
    where position.moved_at <= moment.instant
        or earlier.at is not null
        or opening.position_id is not null
        or since.entries > 0
) as past
where $6 is null or exists (select from item where item.sku = asked.sku and item.category = $6)
group by asked.number, asked.location, asked.sku
order by asked.number
