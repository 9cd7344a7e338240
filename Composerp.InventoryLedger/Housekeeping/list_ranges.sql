-- The ranges of entries, ascending: from, and up to and without.
select
    substring(range.bounds from 'FROM \(''?(\d+)')::bigint as low,
    substring(range.bounds from 'TO \(''?(\d+)')::bigint as high
from pg_inherits as part
join pg_class as child on child.oid = part.inhrelid
cross join lateral (select pg_get_expr(child.relpartbound, child.oid) as bounds) as range
where part.inhparent = 'entry'::regclass and range.bounds <> 'DEFAULT'
order by low
