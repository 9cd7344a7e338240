-- Adds a range of entries to the fold of their positions.
--
-- $1 shard smallint   $2 after bigint   $3 to bigint (inclusive)
insert into proven_position as folded (shard, position_id, balance, version, value)
select shard, position_id, sum(quantity)::bigint, count(*), coalesce(sum(value), 0)::bigint
from entry
where shard = $1 and sequence > $2 and sequence <= $3
group by shard, position_id
on conflict (shard, position_id) do update
set
    balance = folded.balance + excluded.balance,
    version = folded.version + excluded.version,
    value = folded.value + excluded.value
