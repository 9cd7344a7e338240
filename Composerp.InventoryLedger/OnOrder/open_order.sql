-- Puts the lines of an approved purchase order on order. Under the lock of the location's shard: receipts that named the
-- order before we heard of it are counted here, later ones where they are posted, none twice.
--
-- $1 shard smallint   $2 location text   $3 purchase order text   $4 supplier text
-- Parallel arrays: $5 skus text[]   $6 quantities bigint[]   $7 expected on date[]
insert into on_order (shard, location, sku, purchase_order, supplier, quantity, received, expected_on)
select
    $1, $2, line.sku, $3, $4, line.quantity,
    (
        select coalesce(sum(entry.quantity), 0)::bigint
        from entry
        join position on position.shard = entry.shard and position.id = entry.position_id
        where entry.shard = $1
            and entry.reference = $3
            and position.sku = line.sku
            and position.location = $2
            and (entry.kind = 'RECEIPT' or (entry.kind = 'REVERSAL' and entry.past_kind = 'RECEIPT'))
            and not entry.is_correction
    ),
    line.expected_on
from (
    select sku, sum(quantity)::bigint as quantity, min(expected_on) as expected_on
    from unnest($5, $6, $7) as told (sku, quantity, expected_on)
    group by sku
) as line
