-- Snapshots that are not the sums of what occurred until then, of positions with entries after a sequence: each is its
-- predecessor and what occurred since, and the first one what was archived and what occurred since. Those of the archived time
-- tell nothing any more.
--
-- $1 shard smallint   $2 after bigint
select
    violation.claim, position.location, position.sku, position.lot, position.account, null::bigint as sequence,
    null::smallint as line, violation.expected, violation.found
from (select distinct position_id from entry where shard = $1 and sequence > $2) as moved
join position_snapshot as snapshot on snapshot.shard = $1 and snapshot.position_id = moved.position_id
left join archive on archive.shard = $1
left join opening on opening.shard = $1 and opening.position_id = moved.position_id
left join lateral (
    select earlier.at, earlier.balance, earlier.value
    from position_snapshot as earlier
    where earlier.shard = $1 and earlier.position_id = snapshot.position_id and earlier.at < snapshot.at
        and earlier.at >= coalesce(archive.until, '-infinity')
    order by earlier.at desc
    limit 1
) as earlier on true
cross join lateral (
    select coalesce(sum(entry.quantity), 0) as balance, coalesce(sum(entry.value), 0) as value
    from entry
    where entry.shard = $1
        and entry.position_id = snapshot.position_id
        and entry.occurred_at > coalesce(earlier.at, '-infinity')
        and entry.occurred_at <= snapshot.at
) as since
cross join lateral (
    values
    ('snapshots-are-sums-of-quantities', coalesce(earlier.balance, opening.balance, 0) + since.balance, snapshot.balance::numeric),
    ('snapshots-are-sums-of-values', coalesce(earlier.value, opening.value, 0) + since.value, snapshot.value::numeric)
) as violation (claim, expected, found)
left join position on position.shard = $1 and position.id = snapshot.position_id
where violation.expected <> violation.found and snapshot.at >= coalesce(archive.until, '-infinity')
order by position.location, position.sku, position.lot, position.account, snapshot.at
limit 10
