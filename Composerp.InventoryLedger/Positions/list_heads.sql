-- Where the log of each shard of locations ends and begins, and whether entries of it are archived.
select event_shard.shard, event_shard.last_sequence, archive.through_sequence, archive.until > '-infinity' as has_archived
from event_shard
join archive on archive.shard = event_shard.shard
order by event_shard.shard
