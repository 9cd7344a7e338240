-- Appends events to one shard, in the order given, under the shard's row lock.
--
-- $1 shard smallint   $2 types text[]   $3 data bytea[] (parallel to the types)
--
-- Returns the sequence of the last event; null where there is no such shard.
with head as (
    update event_shard
    set
        last_sequence = last_sequence + cardinality($2),
        last_recorded_at = greatest(last_recorded_at, clock_timestamp())
    where shard = $1
    returning last_sequence, last_recorded_at
),

appended as (
    insert into event (shard, sequence, type, recorded_at, data)
    select $1, head.last_sequence - cardinality($2) + line.number, line.type, head.last_recorded_at, line.data
    from head, unnest($2, $3) with ordinality as line (type, data, number)
)

select last_sequence from head
