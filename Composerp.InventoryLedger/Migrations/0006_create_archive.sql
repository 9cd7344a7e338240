-- What is kept of entries that are archived: that is, of detached ranges.

-- How far each shard of locations is archived.
create table archive (
    -- Of the shard's log up to here there are opening balances only; 0: all of it is there.
    through_sequence bigint not null default 0,
    -- No entry of it was recorded or occurred later.
    until timestamptz not null default '-infinity',
    -- Where begins to read who has read nothing: opening balances come from here on.
    start_sequence bigint not null default 1,
    -- What these become with the next range.
    prepared_through bigint not null default 0,
    prepared_until timestamptz not null default '-infinity',
    prepared_start bigint not null default 1,
    shard smallint primary key
);

insert into archive (shard)
select generate_series(0, 63);

-- What positions were at the end of what is archived. Rows of the range that comes next are made beforehand.
create table opening_balance (
    through_sequence bigint not null,
    position_id bigint not null,
    balance bigint not null,
    version bigint not null,
    value bigint not null,
    shard smallint not null,
    primary key (shard, position_id, through_sequence)
);

-- Those that count.
create view opening as
select kept.shard, kept.position_id, kept.balance, kept.version, kept.value
from archive
join opening_balance as kept on kept.shard = archive.shard and kept.through_sequence = archive.through_sequence;

-- What corrections of costs came to: a repeat is answered as the first time.
create table archived_correction (
    in_stock bigint not null,
    sold bigint not null,
    shard smallint not null,
    movement_id text collate "C" not null,
    sku text collate "C" not null,
    lot text collate "C" not null,
    primary key (shard, movement_id, sku, lot)
);
