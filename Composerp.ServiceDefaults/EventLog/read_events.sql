-- Events of one shard after a sequence, in order.
--
-- $1 shard smallint   $2 after bigint (0 from the beginning)   $3 limit integer
select sequence, type, recorded_at, data
from event
where shard = $1 and sequence > $2
order by sequence
limit $3
