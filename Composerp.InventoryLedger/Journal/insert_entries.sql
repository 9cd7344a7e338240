-- Writes entries. Parallel arrays of one element per entry, named below in their order; $23 recorded_at timestamptz.
insert into entry (
    shard, sequence, line, part, parts, is_correction, occurred_at, quantity, version, balance, found,
    movement_id, kind, location, counterpart, sku, lot, account, unit_price, actor, reason, reference, recorded_at)
select
    line.shard, line.sequence, line.line, line.part, line.parts, line.is_correction, line.occurred_at, line.quantity,
    line.version, line.balance, line.found, line.movement_id, line.kind, line.location, line.counterpart, line.sku,
    line.lot, line.account, line.unit_price, line.actor, line.reason, line.reference, $23
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) as line (
    shard, sequence, line, part, parts, is_correction, occurred_at, quantity, version, balance, found,
    movement_id, kind, location, counterpart, sku, lot, account, unit_price, actor, reason, reference)
