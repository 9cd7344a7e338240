-- $1 from sequence bigint   $2 up to and without sequence bigint
select keep_entries_beyond($1, $2)
