-- Stock positions by location and item, of which there is stock or an open order.
--
-- $1 location text (null: all)   $2 sku text (null: all)
-- $3 location and $4 sku of the last row of the page before (null: first page)   $5 rows integer
--
-- Each side finds its own next keys by index, so that a page costs the same however many positions there are.
with page as (
    select key.location, key.sku
    from (
        (
            select distinct stock.location, stock.sku
            from stock
            where
                ($1::text is null or stock.location = $1)
                and ($2::text is null or stock.sku = $2)
                and ($3::text is null or (stock.location, stock.sku) > ($3, $4))
            order by stock.location, stock.sku
            limit $5
        )

        union

        (
            select distinct open_supply.location, open_supply.sku
            from open_supply
            where
                ($1::text is null or open_supply.location = $1)
                and ($2::text is null or open_supply.sku = $2)
                and ($3::text is null or (open_supply.location, open_supply.sku) > ($3, $4))
            order by open_supply.location, open_supply.sku
            limit $5
        )
    ) as key
    order by key.location, key.sku
    limit $5
)

select
    page.location,
    page.sku,
    trim_scale(balance.on_hand) as on_hand,
    trim_scale(balance.in_transit) as in_transit,
    trim_scale(ordered.on_order) as on_order,
    trim_scale(promised.committed) as committed
from page
cross join lateral (
    select
        coalesce(sum(stock.quantity) filter (where stock.account = 'ON_HAND'), 0) as on_hand,
        coalesce(sum(stock.quantity) filter (where stock.account = 'IN_TRANSIT'), 0) as in_transit
    from stock
    where stock.location = page.location and stock.sku = page.sku
) as balance
cross join lateral (
    select coalesce(sum(open_supply.quantity), 0) as on_order
    from open_supply
    where open_supply.location = page.location and open_supply.sku = page.sku
) as ordered
cross join lateral (
    select coalesce(sum(promised_stock.quantity), 0) as committed
    from promised_stock
    where promised_stock.location = page.location and promised_stock.sku = page.sku
) as promised
order by page.location, page.sku
