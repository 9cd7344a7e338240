-- What is logged beyond the head of a shard. $1 shard smallint   $2 head bigint
select
    'sequences-contiguous' as claim, null::text as location, null::text as sku, null::text as lot, null::text as account,
    beyond.sequence, null::smallint as line, 0::numeric as expected, 1::numeric as found
from (
    select sequence from entry where shard = $1 and sequence > $2
    union
    select sequence from event where shard = $1 and sequence > $2
) as beyond
order by beyond.sequence
limit 10
