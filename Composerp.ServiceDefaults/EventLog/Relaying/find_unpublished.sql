-- The current epoch, with each shard whose log goes on after what was published: shard, published sequence, last sequence.
-- Where everything is published: one row with the epoch alone.
select relay.epoch, behind.shard, behind.published_sequence, behind.last_sequence
from relay
left join (
    select
        event_shard.shard,
        coalesce(relay_position.published_sequence, 0) as published_sequence,
        event_shard.last_sequence
    from event_shard
    left join relay_position using (shard)
    where event_shard.last_sequence > coalesce(relay_position.published_sequence, 0)
) as behind on true
order by behind.shard
