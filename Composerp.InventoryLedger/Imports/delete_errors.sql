-- Forgets the errors of an import that is begun again. $1 import id text
delete from import_error
where import_id = $1
