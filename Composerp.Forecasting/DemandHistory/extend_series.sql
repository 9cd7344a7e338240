-- Makes days known as days of their series, and of the series of items that take over from them.
--
-- $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 days date[]
--
-- Looks before it inserts: a conflict would lock, and so write, the row of every series that is known already.
with recursive seen (shard, location, sku, first_day) as (
    select shard, location collate "C", sku collate "C", min(day)
    from unnest($1, $2, $3, $4) as day (shard, location, sku, day)
    group by shard, location, sku
), fresh (shard, location, sku, first_day) as (
    select seen.shard, seen.location, seen.sku, seen.first_day
    from seen
    left join series on series.shard = seen.shard and series.location = seen.location and series.sku = seen.sku
    where series.first_day is null or seen.first_day < series.first_day
    union
    select fresh.shard, fresh.location, supersession.sku, fresh.first_day
    from fresh
    join supersession on supersession.replaces = fresh.sku
)
insert into series (shard, location, sku, first_day)
select shard, location, sku, min(first_day)
from fresh
group by shard, location, sku
order by shard, location, sku
on conflict (shard, location, sku) do update
set first_day = least(series.first_day, excluded.first_day)
