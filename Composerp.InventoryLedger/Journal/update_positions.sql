-- Moves positions on from the version that was read.
--
-- Parallel arrays: $1 shards smallint[]   $2 ids bigint[]   $3 balances bigint[]   $4 versions bigint[]   $5 values bigint[]
-- $6 uncosted bigint[]   $7 counted_at timestamptz[]   $8 moved_at timestamptz[]   $9 floors lifted boolean[]
-- $10 pool quantities bigint[]   $11 pool values bigint[]   $12 last unit costs numeric[]   $13 previous versions bigint[]
--
-- Rows left out have another version: somebody wrote without the shard's lock, and the caller must give up.
update position
set
    balance = moved.balance,
    version = moved.version,
    value = moved.value,
    uncosted = moved.uncosted,
    counted_at = moved.counted_at,
    moved_at = moved.moved_at,
    is_floor_lifted = moved.is_floor_lifted,
    pool_quantity = moved.pool_quantity,
    pool_value = moved.pool_value,
    last_unit_cost = moved.last_unit_cost
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as moved (
    shard, id, balance, version, value, uncosted, counted_at, moved_at, is_floor_lifted, pool_quantity, pool_value,
    last_unit_cost, previous_version)
where position.shard = moved.shard
    and position.id = moved.id
    and position.version = moved.previous_version
