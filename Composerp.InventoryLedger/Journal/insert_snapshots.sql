-- Leaves the sums of positions up to and at a time. From the last snapshot before it on, or from what was archived, entries
-- are added up.
--
-- Parallel arrays: $1 shards smallint[]   $2 position ids bigint[]   $3 instants timestamptz[]
insert into position_snapshot (shard, position_id, at, balance, value)
select
    due.shard, due.position_id, due.at,
    coalesce(earlier.balance, opening.balance, 0) + since.balance,
    coalesce(earlier.value, opening.value, 0) + since.value
from unnest($1, $2, $3) as due (shard, position_id, at)
join archive on archive.shard = due.shard
left join opening on opening.shard = due.shard and opening.position_id = due.position_id
left join lateral (
    select snapshot.at, snapshot.balance, snapshot.value
    from position_snapshot as snapshot
    where snapshot.shard = due.shard and snapshot.position_id = due.position_id
        and snapshot.at <= due.at and snapshot.at >= archive.until
    order by snapshot.at desc
    limit 1
) as earlier on true
cross join lateral (
    select
        coalesce(sum(entry.quantity), 0)::bigint as balance,
        coalesce(sum(entry.value), 0)::bigint as value
    from entry
    where entry.shard = due.shard
        and entry.position_id = due.position_id
        and entry.occurred_at > coalesce(earlier.at, '-infinity')
        and entry.occurred_at <= due.at
) as since
on conflict (shard, position_id, at) do nothing
