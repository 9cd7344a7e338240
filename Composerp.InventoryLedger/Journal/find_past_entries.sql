-- The entries of movements that later ones are about, in the order of the log. $1 ids text[]
--
-- Identities first, by themselves: they lie by id, entries by shard.
with part as materialized (
    select movement_id.id, part.number, part.shard, part.sequence
    from unnest($1) as asked (id)
    join movement_id on movement_id.id = asked.id
    cross join lateral (
        values (1, movement_id.shard, movement_id.sequence), (2, movement_id.other_shard, movement_id.other_sequence)
    ) as part (number, shard, sequence)
)

select
    part.id, entry.kind, entry.reference, entry.line, position.location, position.sku, position.lot, position.account,
    entry.contra, entry.counterpart, entry.quantity, entry.value, entry.variance, entry.unit_price, entry.occurred_at,
    entry.is_correction, entry.found is not null as is_count, entry.reservation
from part
join entry on entry.shard = part.shard and entry.sequence = part.sequence
join position on position.shard = entry.shard and position.id = entry.position_id
order by part.id, part.number, entry.line
