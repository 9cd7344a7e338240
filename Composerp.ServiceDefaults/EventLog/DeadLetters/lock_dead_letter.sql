-- One dead letter, locked to the end of the transaction.
--
-- $1 source text   $2 shard smallint   $3 sequence bigint
select
    source, shard, sequence, type, recorded_at, data, reason, refused_at, applied_at, applied_by, sender, sender_event_id
from dead_letter
where source = $1 and shard = $2 and sequence = $3
for update
