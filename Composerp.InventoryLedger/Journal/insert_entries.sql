-- Writes entries. Parallel arrays of one element per entry, named below in their order; $28 recorded_at timestamptz.
insert into entry (
    shard, sequence, line, part, parts, is_correction, occurred_at, position_id, quantity, version, balance, value_balance,
    value, variance, found, movement_id, kind, contra, counterpart, unit_price, actor, reason, reference, reservation,
    past_id, past_kind, past_line, recorded_at)
select
    line.shard, line.sequence, line.line, line.part, line.parts, line.is_correction, line.occurred_at, line.position_id,
    line.quantity, line.version, line.balance, line.value_balance, line.value, line.variance, line.found,
    line.movement_id, line.kind, line.contra, line.counterpart, line.unit_price, line.actor, line.reason, line.reference,
    line.reservation, line.past_id, line.past_kind, line.past_line, $28
from unnest(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
    $27) as line (
    shard, sequence, line, part, parts, is_correction, occurred_at, position_id, quantity, version, balance, value_balance,
    value, variance, found, movement_id, kind, contra, counterpart, unit_price, actor, reason, reference, reservation,
    past_id, past_kind, past_line)
