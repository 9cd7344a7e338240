-- What stock was worth at a past moment, by the time at which things happened, per location and category.
--
-- $1 location text   $2 shard smallint (that of the location)   $3 category text; null where it does not matter
-- $4 moment timestamptz, or $5 business day date (its end, by the clock of the location)
--
-- A position that has moved no more since then is worth what it is worth now; of others the last snapshot before is
-- taken, and the entries between it and the moment. Where there is none, what was archived is the beginning; older snapshots
-- tell nothing any more.
select position.location, item.category, sum(past.value) as value
from position
join location on location.code = position.location
join item on item.sku = position.sku
cross join lateral (
    select coalesce($4, ($5 + 1)::timestamp at time zone location.time_zone - interval '1 microsecond') as instant
) as moment
join archive on archive.shard = position.shard
left join opening on opening.shard = position.shard and opening.position_id = position.id
left join lateral (
    select snapshot.at, snapshot.value
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
    select coalesce(sum(entry.value), 0) as value
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
            when position.moved_at <= moment.instant then position.value
            else coalesce(earlier.value, opening.value, 0) + since.value
        end as value
) as past
where ($1 is null or (position.shard = $2 and position.location = $1))
    and ($3 is null or item.category = $3)
group by position.location, item.category
having sum(past.value) <> 0
order by position.location, item.category
