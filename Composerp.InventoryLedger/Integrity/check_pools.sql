-- Cost pools of a shard that are not the fold of their positions: worth, goods with a cost, and the layers of what is
-- valued by FIFO. $1 shard smallint
with pool as (
    select
        position.location, position.sku, item.valuation,
        sum(position.value) as value,
        sum(position.balance - position.uncosted) as quantity,
        sum(position.pool_value) as pool_value,
        sum(position.pool_quantity) as pool_quantity
    from position
    join item on item.sku = position.sku
    where position.shard = $1
    group by position.location, position.sku, item.valuation
),

layers as (
    select location, sku, sum(quantity) as quantity, sum(value) as value
    from cost_layer
    where shard = $1
    group by location, sku
)

select
    violation.claim, pool.location, pool.sku, null::text as lot, null::text as account, null::bigint as sequence,
    null::smallint as line, violation.expected, violation.found
from pool
left join layers on layers.location = pool.location and layers.sku = pool.sku
cross join lateral (
    values
    ('pools-are-the-fold-of-values', pool.value, pool.pool_value),
    ('pools-are-the-fold-of-quantities', pool.quantity, pool.pool_quantity),
    ('no-goods-no-worth', 0, case when pool.pool_quantity = 0 then pool.pool_value else 0 end),
    (
        'layers-are-the-goods-of-their-pool',
        case when pool.valuation = 'fifo' then greatest(pool.pool_quantity, 0) else 0 end,
        coalesce(layers.quantity, 0)
    ),
    (
        'layers-are-the-worth-of-their-pool',
        case when pool.valuation = 'fifo' and pool.pool_quantity >= 0 then pool.pool_value else 0 end,
        coalesce(layers.value, 0)
    )
) as violation (claim, expected, found)
where violation.expected <> violation.found
order by pool.location, pool.sku
limit 10
