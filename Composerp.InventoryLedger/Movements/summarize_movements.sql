-- Movements and their goods by kind, over the ledger as far as the filters let it through.
--
-- $1 kind text   $2 location text   $3 shard smallint (that of the location)   $4 sku text
-- $5 from date   $6 to date (business days of the location, inclusive); each null where it does not matter
--
-- The goods' side of a movement is what it did to stock, or through the outside's eyes for sales: what was sold is
-- positive. Entries appended to keep counts right are not part of what was told.
select
    entry.kind,
    -- All stock entries of a movement stand in one shard; numbers are counted faster than texts.
    count(distinct (entry.shard::bigint << 48) + entry.sequence) as movements,
    sum(case when entry.kind in ('SALE', 'TRANSFER_OUT', 'SUPPLIER_RETURN', 'DAMAGE', 'EXPIRY', 'RESERVATION') then -entry.quantity else entry.quantity end) as ten_thousandths
from entry
join position on position.shard = entry.shard and position.id = entry.position_id
join location on location.code = position.location
where (position.account = 'ON_HAND' or entry.contra in ('SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP'))
    and not entry.is_correction
    and ($1 is null or entry.kind = $1)
    and ($2 is null or (position.shard = $3 and position.location = $2))
    and ($4 is null or position.sku = $4)
    and ($5 is null or (entry.occurred_at at time zone location.time_zone)::date >= $5)
    and ($6 is null or (entry.occurred_at at time zone location.time_zone)::date <= $6)
group by entry.kind
order by entry.kind
