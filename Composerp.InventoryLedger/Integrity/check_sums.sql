-- Movements of a range that made goods or lost them: what goes between accounts inside the company sums to zero per item,
-- over both parts. One side outside is balanced by its form: it is the same entry.
--
-- $1 shard smallint   $2 after bigint   $3 to bigint (inclusive)
with own as (
    select entry.sequence, entry.movement_id, entry.parts, position.sku, sum(entry.quantity) as quantity
    from entry
    join position on position.shard = entry.shard and position.id = entry.position_id
    where entry.shard = $1 and entry.sequence > $2 and entry.sequence <= $3
        and entry.contra in ('ON_HAND', 'RESERVED', 'DAMAGED', 'IN_TRANSIT')
    group by entry.sequence, entry.movement_id, entry.parts, position.sku
),

other as (
    select part.sequence, position.sku, sum(entry.quantity) as quantity
    from (select distinct sequence, movement_id from own where parts = 2) as part
    join movement_id as known on known.id = part.movement_id
    join entry
        on entry.shard = case when known.shard = $1 then known.other_shard else known.shard end
        and entry.sequence = case when known.shard = $1 then known.other_sequence else known.sequence end
        and entry.contra in ('ON_HAND', 'RESERVED', 'DAMAGED', 'IN_TRANSIT')
    join position on position.shard = entry.shard and position.id = entry.position_id
    group by part.sequence, position.sku
)

select
    'sums-zero' as claim, null::text as location, coalesce(own.sku, other.sku) as sku, null::text as lot, null::text as account,
    coalesce(own.sequence, other.sequence) as sequence, null::smallint as line, 0::numeric as expected,
    coalesce(own.quantity, 0) + coalesce(other.quantity, 0) as found
from own
full join other on other.sequence = own.sequence and other.sku = own.sku
where coalesce(own.quantity, 0) + coalesce(other.quantity, 0) <> 0
    -- The other part may be archived: it was whole when that was proven.
    and not exists (
        select from movement_id as known
        join archive on (archive.shard = known.shard and archive.through_sequence >= known.sequence)
            or (archive.shard = known.other_shard and archive.through_sequence >= known.other_sequence)
        where known.id = own.movement_id
    )
order by 6
limit 10
