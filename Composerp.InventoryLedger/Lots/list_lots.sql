-- Lots in stock by expiry, the first to expire first: the next lots after a cursor, each wherever it lies.
--
-- $1 now timestamptz
-- $2 from days integer, $3 to days integer: expiry from today + $2 to today + $3, by the clock of the location; null where
-- it has no bound
-- $4 location text   $5 shard smallint (that of the location); null for all
-- $6 after expiry date   $7 after sku text   $8 after lot text   $9 after location text; null from the beginning
-- $10 lots to look at integer   $11 limit integer
--
-- Quantities in ten-thousandths, the value in millionths: the share of what all goods of the item there are worth. One row
-- without location where a lot is not in stock, so that it shows how far was looked.
with candidate as (
    select expires_on, sku, lot
    from lot
    where expires_on is not null
        -- No clock is further ahead or behind.
        and ($2 is null or expires_on >= ($1 at time zone 'UTC' - interval '14 hours')::date + $2)
        and ($3 is null or expires_on <= ($1 at time zone 'UTC' + interval '14 hours')::date + $3)
        and ($6 is null or (expires_on, sku, lot) >= ($6, $7, $8))
    order by expires_on, sku, lot
    limit $10
)

select
    candidate.expires_on, candidate.sku, candidate.lot, place.location, place.on_hand, place.reserved,
    place.expires_in, place.value
from candidate
left join lateral (
    select
        held.location, held.on_hand, held.reserved, candidate.expires_on - today.day as expires_in,
        case
            when pool.pool_quantity > 0 then round(pool.pool_value::numeric * held.on_hand / pool.pool_quantity)::bigint
            else 0
        end as value
    from (
        select
            shard, location,
            sum(balance)::bigint as on_hand,
            coalesce(sum(balance) filter (where account = 'RESERVED'), 0)::bigint as reserved
        from position
        where position.sku = candidate.sku
            and position.lot = candidate.lot
            and position.lot <> ''
            and account in ('ON_HAND', 'RESERVED')
            and ($4 is null or (shard = $5 and location = $4))
        group by shard, location
        having sum(balance) > 0
    ) as held
    join location on location.code = held.location
    cross join lateral (select ($1 at time zone location.time_zone)::date as day) as today
    left join position as pool
        on pool.shard = held.shard
        and pool.location = held.location
        and pool.sku = candidate.sku
        and pool.lot = ''
        and pool.account = 'ON_HAND'
    where ($2 is null or candidate.expires_on >= today.day + $2)
        and ($3 is null or candidate.expires_on <= today.day + $3)
        and ($6 is null or (candidate.expires_on, candidate.sku, candidate.lot, held.location) > ($6, $7, $8, $9))
) as place on true
order by candidate.expires_on, candidate.sku, candidate.lot, place.location
-- As many as asked for, whatever stands between them.
limit $10 + $11
