-- Forgets old sales, a few at a time: more than come in.
--
-- $1 kept_from date: the oldest day that is kept   $2 limit integer
delete from sale_day
using (
    select shard, document
    from sale_day
    where day < $1
    order by day
    limit $2
    for update skip locked
) as old
where sale_day.shard = old.shard and sale_day.document = old.document
