-- Moves the heads of locked shards on. Parallel arrays: $1 shards smallint[]   $2 last sequences bigint[]
-- $3 recorded_at timestamptz
update event_shard
set last_sequence = moved.last_sequence, last_recorded_at = $3
from unnest($1, $2) as moved (shard, last_sequence)
where event_shard.shard = moved.shard
