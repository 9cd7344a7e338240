-- Adds back-dated entries to the snapshots that are of their time or later.
--
-- Parallel arrays: $1 shards smallint[]   $2 position ids bigint[]   $3 instants timestamptz[]   $4 quantities bigint[]
-- $5 values bigint[]
update position_snapshot
set balance = position_snapshot.balance + added.quantity, value = position_snapshot.value + added.value
from (
    select
        snapshot.shard, snapshot.position_id, snapshot.at,
        sum(late.quantity)::bigint as quantity,
        sum(late.value)::bigint as value
    from unnest($1, $2, $3, $4, $5) as late (shard, position_id, occurred_at, quantity, value)
    join position_snapshot as snapshot
        on snapshot.shard = late.shard
        and snapshot.position_id = late.position_id
        and snapshot.at >= late.occurred_at
    group by snapshot.shard, snapshot.position_id, snapshot.at
) as added
where position_snapshot.shard = added.shard
    and position_snapshot.position_id = added.position_id
    and position_snapshot.at = added.at
    and (added.quantity, added.value) <> (0, 0)
