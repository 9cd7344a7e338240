-- Positions of a shard that are not the fold of their entries, or below zero without leave. $1 shard smallint
select
    violation.claim, position.location, position.sku, position.lot, position.account, null::bigint as sequence,
    null::smallint as line, violation.expected, violation.found
from (select position_id, balance, version, value from proven_position where shard = $1) as proven
full join (
    select id, location, sku, lot, account, balance, version, value, is_floor_lifted
    from position
    where shard = $1
) as position on position.id = proven.position_id
cross join lateral (
    values
    ('positions-are-the-fold-of-versions', coalesce(proven.version, 0)::numeric, coalesce(position.version, 0)::numeric),
    ('positions-are-the-fold-of-quantities', coalesce(proven.balance, 0)::numeric, coalesce(position.balance, 0)::numeric),
    ('positions-are-the-fold-of-values', coalesce(proven.value, 0)::numeric, coalesce(position.value, 0)::numeric),
    ('floors-hold', 0, case when position.balance < 0 and not position.is_floor_lifted then position.balance else 0 end)
) as violation (claim, expected, found)
where violation.expected <> violation.found
order by position.location, position.sku, position.lot, position.account
limit 10
