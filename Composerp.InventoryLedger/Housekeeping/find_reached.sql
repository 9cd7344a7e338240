-- When the first shard reached a sequence. $1 sequence bigint
--
-- Null where none did by an entry.
select min(first.recorded_at)
from event_shard
cross join lateral (
    select entry.recorded_at
    from entry
    where entry.shard = event_shard.shard and entry.sequence >= $1
    order by entry.sequence
    limit 1
) as first
where event_shard.shard < 64 and event_shard.last_sequence >= $1
