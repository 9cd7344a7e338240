-- Entries of a range that are not the next of their position: by version, and by the balance and the value after them.
--
-- $1 shard smallint   $2 after bigint   $3 to bigint (inclusive)
with folded as (
    select
        entry.sequence, entry.line, entry.position_id, entry.version, entry.balance, entry.value_balance,
        coalesce(proven.version, 0) + row_number() over place as expected_version,
        coalesce(proven.balance, 0) + sum(entry.quantity) over place as expected_balance,
        coalesce(proven.value, 0) + sum(coalesce(entry.value, 0)) over place as expected_value
    from entry
    left join proven_position as proven on proven.shard = entry.shard and proven.position_id = entry.position_id
    where entry.shard = $1 and entry.sequence > $2 and entry.sequence <= $3
    window place as (partition by entry.position_id order by entry.sequence, entry.line)
)

select
    violation.claim, position.location, position.sku, position.lot, position.account, folded.sequence, folded.line,
    violation.expected, violation.found
from folded
cross join lateral (
    values
    ('versions-contiguous', folded.expected_version::numeric, folded.version::numeric),
    ('balances-run', folded.expected_balance, folded.balance::numeric),
    ('values-run', folded.expected_value, folded.value_balance::numeric)
) as violation (claim, expected, found)
left join position on position.shard = $1 and position.id = folded.position_id
where violation.expected <> violation.found
order by folded.sequence, folded.line
limit 10
