-- Entries of a part of a shard's log, in its order.
--
-- $1 shard smallint   $2 after sequence bigint   $3 to sequence bigint (inclusive)
-- $4 location text   $5 sku text   $6 kind text; null where it does not matter
-- $7 from day date   $8 to day date (business days of the location in which it occurred, inclusive); null where it does not
-- matter
select
    entry.shard, entry.sequence, entry.line, entry.movement_id, entry.kind, entry.occurred_at, entry.recorded_at,
    position.location, position.sku, position.lot, position.account, entry.contra, entry.counterpart, entry.quantity,
    entry.version, entry.balance, entry.value, entry.variance, entry.found, entry.unit_price,
    entry.is_correction, entry.actor, entry.reason, entry.reference, entry.reservation, entry.past_id
from entry
join position on position.shard = entry.shard and position.id = entry.position_id
join location on location.code = position.location
where entry.shard = $1
    and entry.sequence > $2
    and entry.sequence <= $3
    and ($4 is null or position.location = $4)
    and ($5 is null or position.sku = $5)
    and ($6 is null or entry.kind = $6)
    and ($7 is null or entry.occurred_at >= $7::timestamp at time zone location.time_zone)
    and ($8 is null or entry.occurred_at < ($8 + 1)::timestamp at time zone location.time_zone)
order by entry.sequence, entry.line
