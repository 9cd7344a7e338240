-- What a correction of costs came to, by item and lot, also where its entries are archived. $1 id of the correction text
select effect.sku, effect.lot, sum(effect.in_stock)::bigint as in_stock, sum(effect.sold)::bigint as sold
from (
    select position.sku, position.lot, coalesce(entry.value, 0) as in_stock, coalesce(entry.variance, 0) as sold
    from movement_id
    join entry on entry.shard = movement_id.shard and entry.sequence = movement_id.sequence
    join position on position.shard = entry.shard and position.id = entry.position_id
    where movement_id.id = $1
    union all
    select kept.sku, kept.lot, kept.in_stock, kept.sold
    from movement_id
    join archive on archive.shard = movement_id.shard and archive.through_sequence >= movement_id.sequence
    join archived_correction as kept on kept.shard = movement_id.shard and kept.movement_id = movement_id.id
    where movement_id.id = $1
) as effect
group by effect.sku, effect.lot
order by effect.sku, effect.lot
