-- Pieces of a shard that are not where their serial number is, or in two accounts at once. $1 shard smallint
select
    'pieces-are-where-their-numbers-are' as claim, coalesce(piece.location, known.location) as location,
    coalesce(piece.sku, known.sku) as sku, coalesce(piece.lot, known.serial) as lot, null::text as account,
    null::bigint as sequence, null::smallint as line, (case when known.serial is null then 0 else 10000 end)::numeric as expected,
    coalesce(piece.quantity, 0)::numeric as found
from (
    select position.location, position.sku, position.lot, sum(position.balance) as quantity
    from position
    join item on item.sku = position.sku and item.tracking = 'serial'
    where position.shard = $1 and position.lot <> '' and position.balance > 0
    group by position.location, position.sku, position.lot
) as piece
full join (
    select serial.sku, serial.serial, serial.location
    from serial
    join location on location.code = serial.location and location.shard = $1
) as known on known.sku = piece.sku and known.serial = piece.lot and known.location = piece.location
where coalesce(piece.quantity, 0) <> case when known.serial is null then 0 else 10000 end
order by 2, 3, 4
limit 10
