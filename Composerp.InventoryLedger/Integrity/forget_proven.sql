-- Begins the fold of a shard anew. $1 shard smallint
delete from proven_position
where shard = $1
