-- Movements of which a part is archived, or about to be. $1 ids text[]
--
-- Identities first, by themselves: they lie by id, what is archived by shard.
with part as materialized (
    select movement_id.id, part.shard, part.sequence
    from unnest($1) as asked (id)
    join movement_id on movement_id.id = asked.id
    cross join lateral (
        values (movement_id.shard, movement_id.sequence), (movement_id.other_shard, movement_id.other_sequence)
    ) as part (shard, sequence)
)

select distinct part.id
from part
join archive on archive.shard = part.shard
where part.sequence <= greatest(archive.through_sequence, archive.prepared_through)
