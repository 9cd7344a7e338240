-- Removes snapshots of the archived time, which nobody is told any more. $1 shard smallint   $2 limit integer
delete from position_snapshot
where shard = $1 and (position_id, at) in (
    select old.position_id, old.at
    from position_snapshot as old
    join archive on archive.shard = old.shard and archive.until > old.at
    where old.shard = $1
    limit $2
)
