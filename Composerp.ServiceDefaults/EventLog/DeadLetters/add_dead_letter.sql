-- Keeps an event that was refused. One that stands there already (a position was taken back) is open again.
--
-- $1 source text   $2 shard smallint   $3 sequence bigint   $4 type text   $5 recorded_at timestamptz   $6 data bytea
-- $7 reason text
insert into dead_letter (source, shard, sequence, type, recorded_at, data, reason)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (source, shard, sequence) do update
set reason = excluded.reason, refused_at = now(), applied_at = null, applied_by = null
