-- Items, locations, and the ledger itself: identities, entries, positions, and what is kept beside positions.
--
-- Quantities are counts of ten-thousandths of the item's unit of measure, money counts of millionths. Codes compare byte
-- by byte ("C"): cursors go by that order, and it does not change with the system's libraries.
--
-- The shard of a location (a stable hash of its code) stands first in every key of what belongs to a location: it is the
-- unit of order and of locking, and the distribution column once one server is not enough.

create table item (
    sku text collate "C" primary key,
    name text not null,
    category text collate "C",
    unit text not null,
    -- Decimals that a quantity may have.
    decimals smallint not null,
    tracking text not null,
    valuation text not null,
    -- Other units of measure, and how many of the item's own one of each is; parallel.
    other_units text[] not null,
    other_unit_quantities bigint[] not null,
    -- Prices and costs keep the decimals they came with, at most six.
    unit_cost numeric,
    changed_at timestamptz not null,
    changed_by text,
    constraint item_decimals_known check (decimals between 0 and 4),
    constraint item_tracking_known check (tracking in ('none', 'lot', 'serial')),
    constraint item_valuation_known check (valuation in ('moving-average', 'fifo')),
    constraint item_units_whole check (cardinality(other_units) = cardinality(other_unit_quantities))
);

create index item_by_category on item (category, sku) where category is not null;

create table location (
    code text collate "C" primary key,
    name text not null,
    kind text not null,
    time_zone text not null,
    -- Movements of earlier business days are history; null: live from the first movement.
    go_live date,
    allows_negative boolean not null,
    shard smallint not null,
    changed_at timestamptz not null,
    changed_by text,
    constraint location_kind_known check (kind in ('store', 'warehouse'))
);

-- Business days up to this one take no more movements. Changed under the locks of all shards.
create table period (
    id boolean primary key default true check (id),
    closed_through date
);

insert into period default values;

-- Every id that was ever used, with what a repeat is compared to and answered with. Its rows outlive those of entry.
create table movement_id (
    recorded_at timestamptz not null,
    sequence bigint not null,
    -- The second part of a movement over two shards.
    other_sequence bigint,
    shard smallint not null,
    other_shard smallint,
    id text collate "C" not null,
    content_hash bytea not null,
    primary key (id),
    constraint movement_id_parts_whole check ((other_shard is null) = (other_sequence is null))
) partition by hash (id);

do $$
begin
    for remainder in 0..15 loop
        execute format(
            'create table movement_id_%s partition of movement_id for values with (modulus 16, remainder %s)',
            remainder, remainder);
    end loop;
end
$$;

-- Movements that were taken back, and what did so.
create table reversal (
    movement_id text collate "C" primary key,
    reversed_by text collate "C" not null
);

-- The balance of every account inside the company: the fold of its entries. Written under the lock of the shard's row
-- in event_shard only. Narrow and with room in its pages, so that an update stays in its page and touches no index.
create table position (
    -- Its name in entry and position_snapshot: eight bytes for what would be fifty in every entry and each of its keys.
    id bigint not null,
    balance bigint not null,
    version bigint not null,
    -- The sum of what its entries added to the value of stock.
    value bigint not null,
    -- Part of the balance that has no cost: what history left.
    uncosted bigint not null,
    -- The latest time for which it was counted, and at which something occurred.
    counted_at timestamptz,
    moved_at timestamptz,
    -- What all goods of the item at the location are worth; in the row of the goods on hand of no lot, since nearly every
    -- movement writes that one anyway.
    pool_quantity bigint not null,
    pool_value bigint not null,
    shard smallint not null,
    -- The balance may be below zero: the location allows it, or history took it there.
    is_floor_lifted boolean not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    lot text collate "C" not null,
    account text collate "C" not null,
    last_unit_cost numeric,
    primary key (shard, location, sku, lot, account),
    constraint position_at_or_above_floor check (balance >= 0 or is_floor_lifted),
    constraint position_without_goods_is_worth_nothing check (pool_quantity <> 0 or pool_value = 0)
) with (fillfactor = 70);

create unique index position_by_id on position (shard, id);

create index position_by_item on position (sku, shard, location);

-- Ids are taken in blocks of 1,000, so that a new position costs no round trip.
create sequence position_id_block;

-- What each position gained or gave. Append-only, and the event log of movements. Columns of fixed width stand first,
-- because gaps between them would cost a tenth of the row. Cut by ranges of sequences, so that the key holds over all of
-- it and old ranges can be detached.
create table entry (
    sequence bigint not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    position_id bigint not null,
    -- Signed; zero only where a count found what was expected, and where a cost was corrected.
    quantity bigint not null,
    -- Of the position, with this entry.
    version bigint not null,
    balance bigint not null,
    value_balance bigint not null,
    -- Added to the value of stock; null where there is no cost.
    value bigint,
    -- Paid beyond that: a cost of sales.
    variance bigint,
    -- What a count found.
    found bigint,
    -- A movement of 20,000 lines may have several entries per line.
    line integer not null,
    -- Of cost corrections: the line of the entry that they are about.
    past_line integer,
    shard smallint not null,
    part smallint not null,
    parts smallint not null,
    -- Appended to keep a later count right; occurred_at is then the time of that count.
    is_correction boolean not null,
    movement_id text collate "C" not null,
    kind text collate "C" not null,
    -- The account on the other side. One outside the company has no position and no entry: its side is this entry with the
    -- other sign, so that every movement is balanced by its form.
    contra text collate "C" not null,
    -- The location on the other side of a transfer.
    counterpart text collate "C",
    unit_price numeric,
    actor text,
    reason text,
    reference text,
    reservation text collate "C",
    -- Of reversals and cost corrections: what they are about, and of which kind that was.
    past_id text collate "C",
    past_kind text collate "C",
    primary key (shard, sequence, line)
) partition by range (sequence);

create table entry_0 partition of entry for values from (0) to (1000000);

create table entry_1000000 partition of entry for values from (1000000) to (2000000);

-- What nobody has made room for yet: nothing is refused for want of a partition.
create table entry_beyond partition of entry default;

-- The past of a position by the time it happened, and by the time it was recorded.
create index entry_by_occurrence on entry (shard, position_id, occurred_at);

create index entry_by_version on entry (shard, position_id, version);

-- The times for which a position was counted.
create index entry_counts on entry (shard, position_id, occurred_at)
where found is not null;

-- What was received against a purchase order.
create index entry_receipts on entry (shard, reference)
where kind in ('RECEIPT', 'REVERSAL') and reference is not null;

-- What receipts were found to cost beyond what they were posted with.
create index entry_cost_corrections on entry (shard, past_id)
where kind = 'COST_CORRECTION';

-- The sums of a position's entries up to and at a time, one for every 128 of them: nobody sums up more than a few
-- hundred. A back-dated entry adjusts the later ones.
create table position_snapshot (
    position_id bigint not null,
    at timestamptz not null,
    balance bigint not null,
    value bigint not null,
    shard smallint not null,
    primary key (shard, position_id, at)
);

-- Goods that came in together, as far as they are left, of items valued by FIFO.
create table cost_layer (
    number bigint not null,
    quantity bigint not null,
    value bigint not null,
    -- Of the entry that brought them, within its shard and sequence.
    line integer not null,
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    movement_id text collate "C" not null,
    primary key (shard, location, sku, number)
);

-- Lots whose expiry is known. Not of a location: the same lot lies in many.
create table lot (
    sku text collate "C" not null references item,
    lot text collate "C" not null,
    expires_on date,
    primary key (sku, lot)
);

create index lot_by_expiry on lot (expires_on, sku, lot) where expires_on is not null;

-- Serial numbers inside the company, and where: none is there twice.
create table serial (
    sku text collate "C" not null,
    serial text collate "C" not null,
    location text collate "C" not null,
    primary key (sku, serial)
);

-- What reservations promised, and what of it is held still.
create table reservation (
    reserved bigint not null,
    open bigint not null,
    expires_at timestamptz,
    shard smallint not null,
    id text collate "C" not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    lot text collate "C" not null,
    primary key (shard, id, location, sku, lot),
    constraint reservation_open_held check (open >= 0)
) with (fillfactor = 70);

create index reservation_by_expiry on reservation (expires_at) where open > 0;

create index reservation_by_item on reservation (shard, location, sku) where open > 0;
