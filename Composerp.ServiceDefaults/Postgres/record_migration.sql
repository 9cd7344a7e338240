-- $1 series text   $2 number integer   $3 name text   $4 checksum text
insert into schema_migration (series, number, name, checksum)
values ($1, $2, $3, $4)
