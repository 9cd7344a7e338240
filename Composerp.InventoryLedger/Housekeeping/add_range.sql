-- $1 from sequence bigint   $2 up to and without sequence bigint
select add_entry_range($1, $2)
