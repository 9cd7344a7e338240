-- Up to where a shard's log is archived, and where to begin who has read less. $1 shard smallint
select through_sequence, start_sequence
from archive
where shard = $1
