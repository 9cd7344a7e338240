-- Errors of an import in the order of the file. $1 import id text   $2 after line bigint   $3 after column bigint
-- $4 after field text   $5 limit integer
select line, column_number, field, type, reason
from import_error
where import_id = $1 and (line, column_number, field) > ($2, $3, $4)
order by line, column_number, field
limit $5
