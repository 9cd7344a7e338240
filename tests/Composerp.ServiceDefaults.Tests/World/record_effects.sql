-- $1 shards integer[]   $2 sequences bigint[]   $3 data text[] (parallel)
insert into effect (source, shard, sequence, data)
select 'shop', line.shard, line.sequence, line.data
from unnest($1, $2, $3) with ordinality as line (shard, sequence, data, number)
order by line.number
