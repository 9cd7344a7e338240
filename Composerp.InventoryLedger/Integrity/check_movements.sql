-- Movements of a range whose lines have a gap, whose identity is not remembered as it stands, or that were recorded before
-- what stands before them.
--
-- $1 shard smallint   $2 after bigint   $3 to bigint (inclusive)
with part as (
    select
        sequence, count(*) as entries, min(line) as first_line, max(line) as last_line, min(movement_id) as movement_id,
        max(movement_id) as last_movement_id, min(parts) as parts, min(recorded_at) as recorded_at
    from entry
    where shard = $1 and sequence > $2 and sequence <= $3
    group by sequence
)

select
    violation.claim, null::text as location, null::text as sku, null::text as lot, null::text as account,
    part.sequence, null::smallint as line, violation.expected, violation.found
from (
    select
        sequence, entries, first_line, last_line, movement_id, last_movement_id, parts, recorded_at,
        lag(recorded_at) over (order by sequence) as earlier
    from part
) as part
left join movement_id as known on known.id = part.movement_id
cross join lateral (
    values
    ('lines-contiguous', part.last_line::numeric, part.entries::numeric),
    ('lines-contiguous', 1, part.first_line::numeric),
    (
        'movements-remembered',
        part.sequence::numeric,
        case
            when part.movement_id <> part.last_movement_id then 0
            when known.shard = $1 and known.sequence = part.sequence then part.sequence
            when known.other_shard = $1 and known.other_sequence = part.sequence then part.sequence
            else 0
        end
    ),
    ('movements-whole', part.parts::numeric, case when known.other_shard is null then 1 else 2 end),
    ('recorded-in-order', 1, case when part.recorded_at < part.earlier then 0 else 1 end)
) as violation (claim, expected, found)
where violation.expected <> violation.found
order by part.sequence
limit 10
