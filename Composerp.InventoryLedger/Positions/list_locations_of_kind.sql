-- The locations of a kind in the order of shard and code.
--
-- $1 kind text   $2 from shard smallint   $3 from code text (inclusive); null from the beginning
select code
from location
where kind = $1 and ($2 is null or (shard, code) >= ($2, $3))
order by shard, code
