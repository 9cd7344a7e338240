-- $1 source text   $2 shard smallint   $3 sequence bigint   $4 actor text or null
update dead_letter
set applied_at = now(), applied_by = $4
where source = $1 and shard = $2 and sequence = $3
