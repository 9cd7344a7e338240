-- Remembers that a shard can be archived. $1 shard smallint   $2 last sequence of the range bigint
-- $3 until timestamptz (null: it has no entry)   $4 sequence to start from bigint
update archive
set
    prepared_through = $2,
    prepared_until = greatest(until, $3),
    prepared_start = $4
where shard = $1
