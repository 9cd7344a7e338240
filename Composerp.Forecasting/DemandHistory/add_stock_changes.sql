-- Adds to the changes of free stock in the quarters of an hour of days. Not harmless twice, like the stock itself.
--
-- $1 shards smallint[]   $2 locations text[]   $3 skus text[]   $4 days date[]   $5 slots smallint[]
-- $6 changes bigint[] (ten-thousandths of a unit); no slot of a day twice, in the order of the key
insert into stock_change (shard, location, sku, day, slots, changes)
select shard, location, sku, day, array_agg(slot order by slot), array_agg(amount order by slot)
from unnest($1, $2, $3, $4, $5, $6) as change (shard, location, sku, day, slot, amount)
group by shard, location, sku, day
order by shard, location, sku, day
on conflict (shard, location, sku, day) do update
set (slots, changes) = (
    select array_agg(slot order by slot), array_agg(amount order by slot)
    from (
        select slot, sum(amount)::bigint as amount
        from (
            select slot, amount
            from unnest(stock_change.slots, stock_change.changes) as before (slot, amount)
            union all
            select slot, amount
            from unnest(excluded.slots, excluded.changes) as added (slot, amount)
        ) as both_of_them
        group by slot
    ) as summed
)
