-- Items at locations that entries of a part of a shard's log have changed, each with the last sequence that changed it, in
-- the order of these.
--
-- $1 shard smallint   $2 after sequence bigint   $3 to sequence bigint (inclusive)
-- $4 location text   $5 sku text; null where it does not matter
select position.location, position.sku, max(entry.sequence) as sequence
from entry
join position on position.shard = entry.shard and position.id = entry.position_id
where entry.shard = $1
    and entry.sequence > $2
    and entry.sequence <= $3
    and ($4 is null or position.location = $4)
    and ($5 is null or position.sku = $5)
group by position.location, position.sku
order by sequence, position.location, position.sku
