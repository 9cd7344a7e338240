-- Keeps what corrections of costs came to. $1 shard smallint   $2 last sequence of the range bigint
insert into archived_correction (shard, movement_id, sku, lot, in_stock, sold)
select
    $1, entry.movement_id, position.sku, position.lot,
    sum(coalesce(entry.value, 0))::bigint,
    sum(coalesce(entry.variance, 0))::bigint
from entry
join position on position.shard = entry.shard and position.id = entry.position_id
where entry.shard = $1 and entry.sequence <= $2 and entry.kind = 'COST_CORRECTION'
group by entry.movement_id, position.sku, position.lot
on conflict (shard, movement_id, sku, lot) do nothing
