-- Removes events of the archived part of a shard's log, which nobody is told any more. $1 shard smallint   $2 limit integer
delete from event
where shard = $1 and sequence in (
    select old.sequence
    from event as old
    join archive on archive.shard = old.shard and archive.through_sequence >= old.sequence
    where old.shard = $1
    limit $2
)
