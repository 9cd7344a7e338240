-- What all postings go by: the last business day that takes no more movements, null where no period is closed; and the mark
-- of the shard of master data, $1.
select period.closed_through, event_shard.last_sequence, event_shard.last_recorded_at
from period
join event_shard on event_shard.shard = $1
