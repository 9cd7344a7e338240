-- Dead letters in the order of source, shard and sequence.
--
-- $1 after source text   $2 after shard smallint   $3 after sequence bigint   $4 applied boolean: those, or the open ones
-- $5 limit integer
select
    source, shard, sequence, type, recorded_at, data, reason, refused_at, applied_at, applied_by, sender, sender_event_id
from dead_letter
where (source, shard, sequence) > ($1, $2, $3) and (applied_at is not null) = $4
order by source, shard, sequence
limit $5
