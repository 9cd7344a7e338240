-- $1 shards smallint[]   $2 documents bigint[]. Returns shard, document and business day of those that are known.
select sale_day.shard, sale_day.document, sale_day.day
from unnest($1, $2) as asked (shard, document)
join sale_day on sale_day.shard = asked.shard and sale_day.document = asked.document
