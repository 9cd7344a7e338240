-- A movement's entries in the order of their places in the log. $1 id text
--
-- Returns no rows where there is no such movement. Identities first, by themselves: they lie by id, entries by shard.
with part as materialized (
    select part.number, part.shard, part.sequence
    from movement_id
    cross join lateral (
        values (1, movement_id.shard, movement_id.sequence), (2, movement_id.other_shard, movement_id.other_sequence)
    ) as part (number, shard, sequence)
    where movement_id.id = $1
)

select
    entry.shard, entry.sequence, entry.line, entry.kind, entry.occurred_at, entry.recorded_at, position.location,
    entry.counterpart, position.sku, position.lot, position.account, entry.quantity, entry.version, entry.balance, entry.found,
    entry.unit_price, entry.is_correction, entry.actor, entry.reason, entry.reference, entry.contra, entry.value,
    entry.variance, entry.past_id
from part
join entry on entry.shard = part.shard and entry.sequence = part.sequence
join position on position.shard = entry.shard and position.id = entry.position_id
order by part.number, entry.line
