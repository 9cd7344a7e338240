-- Items, locations, and the ledger itself: identities, entries, positions.
--
-- Quantities are counts of ten-thousandths of the item's unit of measure. Codes compare byte by byte ("C"): cursors go
-- by that order, and it does not change with the system's libraries.
--
-- The shard of a location (a stable hash of its code) stands first in every key of what belongs to a location: it is the
-- unit of order and of locking, and the distribution column once one server is not enough.

create table item (
    sku text collate "C" primary key,
    name text not null,
    category text,
    unit text not null,
    -- Prices and costs keep the decimals they came with, at most six.
    unit_cost numeric,
    changed_at timestamptz not null,
    changed_by text
);

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

-- What each account gained or gave. Append-only, and the event log of movements: denormalised, so that an event is read
-- by one range of one key. Columns of fixed width stand first, because gaps between them would cost a tenth of the row.
create table entry (
    sequence bigint not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    -- Signed; zero only where a count found what was expected.
    quantity bigint not null,
    -- Of the position, with this entry; null for accounts outside, which have no position.
    version bigint,
    balance bigint,
    -- What a count found.
    found bigint,
    shard smallint not null,
    line smallint not null,
    part smallint not null,
    parts smallint not null,
    -- Appended to keep a later count right; occurred_at is then the time of that count.
    is_correction boolean not null,
    movement_id text collate "C" not null,
    kind text collate "C" not null,
    location text collate "C" not null,
    -- The other end of a transfer.
    counterpart text collate "C",
    sku text collate "C" not null,
    -- Empty where the item has no lots.
    lot text collate "C" not null,
    account text collate "C" not null,
    unit_price numeric,
    actor text,
    reason text,
    reference text,
    primary key (shard, sequence, line),
    constraint entry_position_whole check ((version is null) = (balance is null))
);

-- The past of a position by the time it happened.
create index entry_by_occurrence on entry (shard, location, sku, lot, account, occurred_at)
where version is not null;

-- The times for which a position was counted.
create index entry_counts on entry (shard, location, sku, lot, account, occurred_at)
where found is not null;

-- What was received against a purchase order.
create index entry_receipts on entry (shard, reference, sku)
where kind = 'RECEIPT' and reference is not null and account = 'ON_HAND' and not is_correction;

-- The balance of every account inside the company: the fold of its entries. Written under the lock of the shard's row
-- in event_shard only. Narrow and with room in its pages, so that an update stays in its page and touches no index.
create table position (
    balance bigint not null,
    version bigint not null,
    -- The latest time for which it was counted.
    counted_at timestamptz,
    shard smallint not null,
    -- The balance may be below zero: the location allows it, or history took it there.
    is_floor_lifted boolean not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    lot text collate "C" not null,
    account text collate "C" not null,
    primary key (shard, location, sku, lot, account),
    constraint position_at_or_above_floor check (balance >= 0 or is_floor_lifted)
) with (fillfactor = 70);

create index position_by_item on position (sku, shard, location);
