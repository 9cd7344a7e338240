-- What a correction of costs came to, by item and lot, also where its entries are archived. $1 id of the correction text
--
-- Its identity first, by itself: it lies by id, entries by shard.
with correction as materialized (
    select shard, sequence
    from movement_id
    where id = $1
)

select effect.sku, effect.lot, sum(effect.in_stock)::bigint as in_stock, sum(effect.sold)::bigint as sold
from (
    select position.sku, position.lot, coalesce(entry.value, 0) as in_stock, coalesce(entry.variance, 0) as sold
    from correction
    join entry on entry.shard = correction.shard and entry.sequence = correction.sequence
    join position on position.shard = entry.shard and position.id = entry.position_id
    union all
    select kept.sku, kept.lot, kept.in_stock, kept.sold
    from correction
    join archive on archive.shard = correction.shard and archive.through_sequence >= correction.sequence
    join archived_correction as kept on kept.shard = correction.shard and kept.movement_id = $1
) as effect
group by effect.sku, effect.lot
order by effect.sku, effect.lot
