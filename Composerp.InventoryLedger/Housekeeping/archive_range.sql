-- Returns whether it was done. $1 from sequence bigint   $2 up to and without sequence bigint
select archive_entries($1, $2)
