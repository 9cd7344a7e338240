-- A movement's entries in the order of their places in the log. $1 id text
--
-- Returns no rows where there is no such movement.
select
    entry.shard, entry.sequence, entry.line, entry.kind, entry.occurred_at, entry.recorded_at, entry.location,
    entry.counterpart, entry.sku, entry.lot, entry.account, entry.quantity, entry.version, entry.balance, entry.found,
    entry.unit_price, entry.is_correction, entry.actor, entry.reason, entry.reference
from movement_id
cross join lateral (
    values (1, movement_id.shard, movement_id.sequence), (2, movement_id.other_shard, movement_id.other_sequence)
) as part (number, shard, sequence)
join entry on entry.shard = part.shard and entry.sequence = part.sequence
where movement_id.id = $1
order by part.number, entry.line
