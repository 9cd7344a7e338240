-- The entries of an item's positions at a location in the order of the log.
--
-- $1 shard smallint   $2 location text   $3 sku text   $4 lot text (null for all)
-- Recorded: $5 from timestamptz, or $6 from day date (its beginning); $7 to timestamptz (inclusive), or $8 to day date
-- (its end), by the clock of the location; null where it does not matter
-- $9 after sequence bigint   $10 after line smallint; null from the beginning
-- $11 limit integer
--
-- The last value is that of all these positions together, in millionths. What is archived is not told: there the history begins
-- with the opening balances.
--
-- Versions have no gap: so many of each position hold the first so many of all. The inner limits, which change nothing, keep
-- the order: first the version to begin with, once, then its entries.
with place as materialized (
    select position.shard, position.id, position.lot, position.account, moment.high, known.version
    from position
    join location on location.code = position.location
    left join opening on opening.shard = position.shard and opening.position_id = position.id
    cross join lateral (
        select
            coalesce($5, $6::timestamp at time zone location.time_zone) as low,
            coalesce($7, ($8 + 1)::timestamp at time zone location.time_zone - interval '1 microsecond') as high
    ) as moment
    cross join lateral (
        select greatest(
            opening.version,
            case when moment.low is null then 0
                else version_until(
                    position.shard, position.id, position.version, moment.low - interval '1 microsecond', null, null)
            end,
            case when $9 is null then 0
                else version_until(position.shard, position.id, position.version, 'infinity', $9, $10)
            end) as version
    ) as known
    where position.shard = $1 and position.location = $2 and position.sku = $3 and ($4 is null or position.lot = $4)
),

opening as (
    select coalesce(sum(last.value_balance), 0) as value
    from place
    cross join lateral (
        select entry.value_balance
        from entry
        where entry.shard = place.shard and entry.position_id + 0 = place.id and entry.version = place.version
        union all
        select opening.value
        from opening
        where opening.shard = place.shard and opening.position_id = place.id and opening.version = place.version
        limit 1
    ) as last
)

select
    entry.sequence, entry.line, entry.movement_id, entry.kind, entry.occurred_at, entry.recorded_at, place.lot,
    place.account, entry.contra, entry.counterpart, entry.quantity, entry.version, entry.balance, entry.value,
    opening.value + sum(coalesce(entry.value, 0)) over (order by entry.sequence, entry.line) as value_balance,
    entry.variance, entry.found, entry.unit_price, entry.is_correction, entry.actor, entry.reason, entry.reference
from place
cross join opening
cross join lateral (
    select
        sequence, line, movement_id, kind, occurred_at, recorded_at, contra, counterpart, quantity, version, balance, value,
        variance, found, unit_price, is_correction, actor, reason, reference
    from entry
    where entry.shard = place.shard
        and entry.position_id + 0 = place.id
        and entry.version > place.version
        and entry.version <= place.version + $11
        and (place.high is null or entry.recorded_at <= place.high)
    limit $11
) as entry
order by entry.sequence, entry.line
limit $11
