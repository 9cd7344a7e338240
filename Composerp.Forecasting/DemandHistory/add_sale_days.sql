-- Notes the business day of sales. A reference that several sales share stands for the newest of them.
--
-- $1 shards smallint[]   $2 documents bigint[]   $3 days date[]; no document twice, in the order of the key
insert into sale_day (shard, document, day)
select shard, document, day
from unnest($1, $2, $3) as sold (shard, document, day)
on conflict (shard, document) do update
set day = excluded.day
where sale_day.day < excluded.day
