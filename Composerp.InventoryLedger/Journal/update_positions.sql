-- Moves positions on from the version that was read.
--
-- Parallel arrays: $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 lots text[]   $5 accounts text[]
-- $6 balances bigint[]   $7 versions bigint[]   $8 counted_at timestamptz[]   $9 floors lifted boolean[]
-- $10 previous versions bigint[]
--
-- Rows left out have another version: somebody wrote without the shard's lock, and the caller must give up.
update position
set
    balance = moved.balance,
    version = moved.version,
    counted_at = moved.counted_at,
    is_floor_lifted = moved.is_floor_lifted
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as moved (
    shard, location, sku, lot, account, balance, version, counted_at, is_floor_lifted, previous_version)
where position.shard = moved.shard
    and position.location = moved.location
    and position.sku = moved.sku
    and position.lot = moved.lot
    and position.account = moved.account
    and position.version = moved.previous_version
