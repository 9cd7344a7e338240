-- Makes days known as days of their series.
--
-- $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 days date[]
insert into series (shard, location, sku, first_day, last_day)
select shard, location, sku, min(day), max(day)
from unnest($1, $2, $3, $4) as seen (shard, location, sku, day)
group by shard, location, sku
order by shard, location, sku
on conflict (shard, location, sku) do update
set first_day = least(series.first_day, excluded.first_day), last_day = greatest(series.last_day, excluded.last_day)
where excluded.first_day < series.first_day or excluded.last_day > series.last_day
