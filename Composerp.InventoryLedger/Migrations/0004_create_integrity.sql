-- How far the ledger was proven, and the fold of the entries up to there, from which the next proof goes on.

create table proven_shard (
    sequence bigint not null,
    proven_at timestamptz not null,
    shard smallint primary key
);

create table proven_position (
    position_id bigint not null,
    balance bigint not null,
    version bigint not null,
    value bigint not null,
    shard smallint not null,
    primary key (shard, position_id)
);
