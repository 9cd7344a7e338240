-- Reserved goods of a shard that are not what reservations hold. $1 shard smallint
select
    'holds-are-what-is-reserved' as claim, coalesce(position.location, held.location) as location,
    coalesce(position.sku, held.sku) as sku, coalesce(position.lot, held.lot) as lot, 'RESERVED' as account,
    null::bigint as sequence, null::smallint as line, coalesce(held.open, 0)::numeric as expected,
    coalesce(position.balance, 0)::numeric as found
from (select location, sku, lot, balance from position where shard = $1 and account = 'RESERVED') as position
full join (
    select location, sku, lot, sum(open) as open
    from reservation
    where shard = $1 and open > 0
    group by location, sku, lot
) as held on held.location = position.location and held.sku = position.sku and held.lot = position.lot
where coalesce(held.open, 0) <> coalesce(position.balance, 0)
order by 2, 3, 4
limit 10
