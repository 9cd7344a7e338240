-- The latest time at which an entry of a shard up to a sequence was recorded or occurred; null where there is none.
--
-- $1 shard smallint   $2 last sequence of the range bigint
select max(greatest(recorded_at, occurred_at))
from entry
where shard = $1 and sequence <= $2
