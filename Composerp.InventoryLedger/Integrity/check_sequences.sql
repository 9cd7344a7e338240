-- Sequences of a range that are not there, or there more than once: in the entries of a movement, or as an event.
--
-- $1 shard smallint   $2 after bigint   $3 to bigint (inclusive)
select
    'sequences-contiguous' as claim, null::text as location, null::text as sku, null::text as lot, null::text as account,
    due.sequence, null::smallint as line, 1::numeric as expected, coalesce(logged.times, 0)::numeric as found
from generate_series($2 + 1, $3) as due (sequence)
left join (
    select sequence, count(*) as times
    from (
        select distinct sequence from entry where shard = $1 and sequence > $2 and sequence <= $3
        union all
        select sequence from event where shard = $1 and sequence > $2 and sequence <= $3
    ) as one
    group by sequence
) as logged on logged.sequence = due.sequence
where coalesce(logged.times, 0) <> 1
order by due.sequence
limit 10
