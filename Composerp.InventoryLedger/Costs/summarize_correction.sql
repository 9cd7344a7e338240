-- What a correction of costs came to, by item and lot. $1 id of the correction text
select
    position.sku, position.lot,
    sum(coalesce(entry.value, 0))::bigint as in_stock,
    sum(coalesce(entry.variance, 0))::bigint as sold
from movement_id
join entry on entry.shard = movement_id.shard and entry.sequence = movement_id.sequence
join position on position.shard = entry.shard and position.id = entry.position_id
where movement_id.id = $1
group by position.sku, position.lot
order by position.sku, position.lot
