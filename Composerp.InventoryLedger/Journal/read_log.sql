-- The log of one shard over a range of sequences, in order: the entries of movements, and the other events.
--
-- $1 shard smallint   $2 after bigint   $3 to bigint (inclusive)
--
-- One statement sees one state, so that the sequences it returns have no gap. An event has a type, an entry has none.
select
    sequence, line, recorded_at, null::text as type, null::bytea as data,
    movement_id, kind, occurred_at, part, parts, actor, reason, reference,
    location, sku, lot, account, quantity, version, balance, unit_price, is_correction
from entry
where shard = $1 and sequence > $2 and sequence <= $3
union all
select
    sequence, 0::smallint, recorded_at, type, data,
    null, null, null, null, null, null, null, null,
    null, null, null, null, null, null, null, null, null
from event
where shard = $1 and sequence > $2 and sequence <= $3
order by sequence, line
