-- Movements of which a part is archived, or about to be. $1 ids text[]
select known.id
from unnest($1) as asked (id)
join movement_id as known on known.id = asked.id
where exists (
    select from archive
    where (archive.shard = known.shard and greatest(archive.through_sequence, archive.prepared_through) >= known.sequence)
        or (archive.shard = known.other_shard and greatest(archive.through_sequence, archive.prepared_through) >= known.other_sequence)
)
