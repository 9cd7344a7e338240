-- Keeps errors of rows; one that is there already stays as it is, so that saving may be tried again.
--
-- $1 import id text
-- Parallel arrays: $2 lines bigint[]   $3 columns bigint[]   $4 fields text[]   $5 types text[]   $6 reasons text[]
insert into import_error (import_id, line, column_number, field, type, reason)
select $1, error.line, error.column_number, error.field, error.type, error.reason
from unnest($2, $3, $4, $5, $6) as error (line, column_number, field, type, reason)
on conflict do nothing
