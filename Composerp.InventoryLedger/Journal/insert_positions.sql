-- Makes positions. Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 lots text[]
-- $5 accounts text[]   $6 balances bigint[]   $7 versions bigint[]   $8 counted_at timestamptz[]
-- $9 floors lifted boolean[]
insert into position (shard, location, sku, lot, account, balance, version, counted_at, is_floor_lifted)
select made.shard, made.location, made.sku, made.lot, made.account, made.balance, made.version, made.counted_at, made.is_floor_lifted
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as made (
    shard, location, sku, lot, account, balance, version, counted_at, is_floor_lifted)
