-- Notes how far publishing got, if the epoch is still the caller's.
--
-- $1 epoch bigint   $2 shards smallint[]   $3 sequences bigint[] (parallel to the shards)
--
-- Returns whether the epoch is the caller's. The share lock makes a taker of the next epoch wait for this note, so that it
-- starts from it; without the lock this note could land after the taker has read.
with leader as (
    select epoch from relay
    where epoch = $1
    for share
),

noted as (
    insert into relay_position as position (shard, published_sequence)
    select note.shard, note.sequence
    from leader, unnest($2, $3) as note (shard, sequence)
    on conflict (shard) do update
    set published_sequence = excluded.published_sequence
    where position.published_sequence < excluded.published_sequence
)

select exists (select from leader)
