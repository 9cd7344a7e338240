-- Takes over locations as the ledger last described them. Days that were already counted stay where they are.
--
-- $1 codes text[]   $2 shards smallint[]   $3 names text[]   $4 kinds text[]   $5 time_zones text[] (IANA)
-- $6 go_lives date[] (null where none); no code twice
insert into location (code, shard, name, kind, time_zone, go_live)
select code, shard, name, kind, time_zone, go_live
from unnest($1, $2, $3, $4, $5, $6) as changed (code, shard, name, kind, time_zone, go_live)
on conflict (code) do update
set name = excluded.name, kind = excluded.kind, time_zone = excluded.time_zone, go_live = excluded.go_live
