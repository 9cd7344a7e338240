-- Remembers up to where a shard was proven. $1 shard smallint   $2 sequence bigint
insert into proven_shard as proven (shard, sequence, proven_at)
values ($1, $2, clock_timestamp())
on conflict (shard) do update
set sequence = excluded.sequence, proven_at = excluded.proven_at
