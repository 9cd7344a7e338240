-- Forgets the series of an item at locations that know no day of it: it was to take over from another one there.
--
-- $1 sku text
delete from series
where sku = $1
    and not exists (
        select from demand
        where demand.shard = series.shard and demand.location = series.location and demand.sku = series.sku
    )
