-- Shards that are not prepared for archiving up to a sequence, ascending. $1 sequence bigint
select shard
from archive
where greatest(through_sequence, prepared_through) < $1
order by shard
