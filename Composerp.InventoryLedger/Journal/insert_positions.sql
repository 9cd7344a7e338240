-- Makes positions. Parallel arrays: $1 shards smallint[]   $2 ids bigint[]   $3 locations text[]   $4 skus text[]
-- $5 lots text[]   $6 accounts text[]   $7 balances bigint[]   $8 versions bigint[]   $9 values bigint[]
-- $10 uncosted bigint[]   $11 counted_at timestamptz[]   $12 moved_at timestamptz[]   $13 floors lifted boolean[]
-- $14 pool quantities bigint[]   $15 pool values bigint[]   $16 last unit costs numeric[]
insert into position (
    shard, id, location, sku, lot, account, balance, version, value, uncosted, counted_at, moved_at, is_floor_lifted,
    pool_quantity, pool_value, last_unit_cost)
select
    made.shard, made.id, made.location, made.sku, made.lot, made.account, made.balance, made.version, made.value,
    made.uncosted, made.counted_at, made.moved_at, made.is_floor_lifted, made.pool_quantity, made.pool_value,
    made.last_unit_cost
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) as made (
    shard, id, location, sku, lot, account, balance, version, value, uncosted, counted_at, moved_at, is_floor_lifted,
    pool_quantity, pool_value, last_unit_cost)
