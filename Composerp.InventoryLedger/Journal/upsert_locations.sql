-- Makes locations, or changes them to what is given. Parallel arrays: $1 codes text[]   $2 names text[]
-- $3 kinds text[]   $4 time zones text[]   $5 allow negative boolean[]   $6 go live date[]   $7 shards smallint[]
-- $8 changed_by text[]
-- $9 changed_at timestamptz
--
-- Returns the codes of locations that are new or different now.
insert into location (code, name, kind, time_zone, allows_negative, go_live, shard, changed_by, changed_at)
select given.code, given.name, given.kind, given.time_zone, given.allows_negative, given.go_live, given.shard, given.changed_by, $9
from unnest($1, $2, $3, $4, $5, $6, $7, $8) as given (code, name, kind, time_zone, allows_negative, go_live, shard, changed_by)
on conflict (code) do update
set
    name = excluded.name,
    kind = excluded.kind,
    time_zone = excluded.time_zone,
    allows_negative = excluded.allows_negative,
    go_live = excluded.go_live,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
where (location.name, location.kind, location.time_zone, location.allows_negative, location.go_live)
    is distinct from (excluded.name, excluded.kind, excluded.time_zone, excluded.allows_negative, excluded.go_live)
returning location.code
