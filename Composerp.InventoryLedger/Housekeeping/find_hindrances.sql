-- What stands against archiving the range of entries that ends with a sequence. $1 sequence bigint
--
-- Shards that have not left it, whose events of it are not published (where a relay ever was at work), or whose entries of
-- it are not proven; when its last entry was recorded; the last closed business day; the time. No shard is listed that has no
-- entries at all.
select
    array_agg(used.shard order by used.shard) filter (where used.last_sequence < $1) as behind,
    array_agg(used.shard order by used.shard) filter (where used.is_relayed and used.published_sequence < $1) as unpublished,
    array_agg(used.shard order by used.shard) filter (where used.proven_sequence < $1) as unproven,
    max(used.recorded_at) as recorded_until,
    (select closed_through from period) as closed_through,
    clock_timestamp() as now
from (
    select
        event_shard.shard,
        event_shard.last_sequence,
        relay.epoch > 0 as is_relayed,
        coalesce(relay_position.published_sequence, 0) as published_sequence,
        coalesce(proven_shard.sequence, 0) as proven_sequence,
        (
            select entry.recorded_at
            from entry
            where entry.shard = event_shard.shard and entry.sequence <= $1
            order by entry.sequence desc
            limit 1
        ) as recorded_at
    from event_shard
    cross join relay
    left join relay_position on relay_position.shard = event_shard.shard
    left join proven_shard on proven_shard.shard = event_shard.shard
    where event_shard.shard < 64
        and exists (select from position where position.shard = event_shard.shard and position.version > 0)
) as used
