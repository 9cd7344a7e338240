-- The log of one shard over a range of sequences, in order: the entries of movements, and the other events.
--
-- $1 shard smallint   $2 after bigint   $3 to bigint (inclusive)
--
-- One statement sees one state, so that the sequences it returns have no gap. An event has a type, an entry has none.
select
    entry.sequence, entry.line, entry.recorded_at, null::text as type, null::bytea as data,
    entry.movement_id, entry.kind, entry.occurred_at, entry.part, entry.parts, entry.actor, entry.reason, entry.reference,
    position.location, position.sku, position.lot, position.account, entry.quantity, entry.version, entry.balance,
    entry.unit_price, entry.is_correction, entry.contra, entry.value, entry.variance, entry.past_id, entry.past_kind,
    lot.expires_on
from entry
join position on position.shard = entry.shard and position.id = entry.position_id
left join lot on position.lot <> '' and lot.sku = position.sku and lot.lot = position.lot
where entry.shard = $1 and entry.sequence > $2 and entry.sequence <= $3
union all
select
    sequence, 0, recorded_at, type, data,
    null, null, null, null, null, null, null, null,
    null, null, null, null, null, null, null,
    null, null, null, null, null, null, null,
    null
from event
where shard = $1 and sequence > $2 and sequence <= $3
order by sequence, line
