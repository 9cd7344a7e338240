-- Takes over locations as the ledger has them now. An event that is older than what is known changes nothing.
--
-- The arrays are parallel, each code once:
-- $1 codes text[]   $2 names text[]   $3 kinds text[]   $4 time zones text[]
-- $5 go-live dates date[] (null: live from the first movement)   $6 allows negative boolean[]   $7 sequences bigint[]
insert into location (code, name, kind, time_zone, go_live, allows_negative, sequence)
select told.code, told.name, told.kind, told.time_zone, told.go_live, told.allows_negative, told.sequence
from unnest($1, $2, $3, $4, $5, $6, $7)
    as told (code, name, kind, time_zone, go_live, allows_negative, sequence)
on conflict (code) do update
set
    name = excluded.name,
    kind = excluded.kind,
    time_zone = excluded.time_zone,
    go_live = excluded.go_live,
    allows_negative = excluded.allows_negative,
    sequence = excluded.sequence
where location.sequence < excluded.sequence
