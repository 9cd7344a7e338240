-- $1 from sequence bigint   $2 up to and without sequence bigint
select bound_entries_beyond($1, $2)
