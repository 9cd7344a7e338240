-- What is there and comes takes of the room of locations where it is limited, in cubic metres. What no supplier has told
-- the size of takes none.
with limited as (
    select location_terms.location
    from location_terms
    where location_terms.storage_volume is not null
),

size as (
    select supplier_item.sku, max(supplier_item.unit_volume) as unit_volume
    from supplier_item
    where supplier_item.unit_volume > 0
    group by supplier_item.sku
)

select goods.location, sum(goods.quantity * size.unit_volume) as volume
from (
    select stock.location, stock.sku, stock.quantity
    from stock
    join limited on limited.location = stock.location

    union all

    select open_supply.location, open_supply.sku, open_supply.quantity
    from open_supply
    join limited on limited.location = open_supply.location
) as goods
join size on size.sku = goods.sku
group by goods.location
