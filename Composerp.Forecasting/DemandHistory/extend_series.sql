-- Makes days known as days of their series.
--
-- $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 days date[]
--
-- Looks before it inserts: a conflict would lock, and so write, the row of every series that is known already.
insert into series (shard, location, sku, first_day)
select seen.shard, seen.location, seen.sku, seen.first_day
from (
    select shard, location, sku, min(day) as first_day
    from unnest($1, $2, $3, $4) as day (shard, location, sku, day)
    group by shard, location, sku
) as seen
left join series on series.shard = seen.shard and series.location = seen.location and series.sku = seen.sku
where series.first_day is null or seen.first_day < series.first_day
order by seen.shard, seen.location, seen.sku
on conflict (shard, location, sku) do update
set first_day = least(series.first_day, excluded.first_day)
