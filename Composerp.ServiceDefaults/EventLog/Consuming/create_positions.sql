-- The rows of shards of which nothing was applied yet, at 0. Ascending, as everybody who locks them.
--
-- $1 source text   $2 shards smallint[]
insert into consumer_position (source, shard)
select $1, shard from unnest($2) as shard
order by shard
on conflict do nothing
