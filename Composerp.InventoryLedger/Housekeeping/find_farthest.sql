-- The last sequence of the shard that is the farthest, and whether entries came for which there was no range.
select coalesce(max(last_sequence), 0), exists (select from entry_beyond)
from event_shard
where shard < 64
