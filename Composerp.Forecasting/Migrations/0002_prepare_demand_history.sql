-- What the demand history needs beside sales: stock by which days without goods are told from days without demand, marks
-- that people put on days, and items that take over from others.

-- The free stock of an item at a location, in ten-thousandths of a unit.
create table item_stock (
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    quantity bigint not null,
    -- The first business day of which it is known. null: of none, since movements came before this table was there.
    first_day date,
    -- Only opening balances so far: more of them belong to the same beginning. After the first movement they are known.
    only_opened boolean not null,
    primary key (shard, location, sku)
) with (fillfactor = 70);

-- Of series that are there already the beginning of their stock was not followed. Until they are followed anew from the
-- first event on, they have no stock and so no stock-outs.
insert into item_stock (shard, location, sku, quantity, first_day, only_opened)
select shard, location, sku, 0, null, false
from series;

-- By how much the free stock changed in the quarters of an hour of a business day, 0 to 95 by the location's clock,
-- ascending. Changes only add up: whatever order events come in, the stock of any moment is the stock of now less what
-- came after it.
create table stock_change (
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    day date not null,
    slots smallint[] not null,
    changes bigint[] not null,
    primary key (shard, location, sku, day)
) with (fillfactor = 90);

-- Sales of a location by quarter of an hour since it is live: how much of a day's demand a part of the day stands for.
create table sales_profile (
    shard smallint not null,
    location text collate "C" not null,
    slot smallint not null,
    sales bigint not null,
    primary key (shard, location, slot)
) with (fillfactor = 50);

-- The business day of sales of the last months, by a hash of location and movement id or reference: what comes back
-- lowers the demand of that day.
create table sale_day (
    shard smallint not null,
    document bigint not null,
    day date not null,
    primary key (shard, document)
);

create index sale_day_oldest on sale_day (day);

-- What people know of days. Removed marks are kept: who said what when.
create table day_mark (
    id uuid primary key,
    kind text not null check (kind in ('outlier', 'promotion', 'closure', 'event')),
    -- null: at every location
    location text collate "C",
    -- null: every item
    sku text collate "C",
    first_day date not null,
    last_day date not null check (last_day >= first_day),
    reason text not null,
    -- Of a planned promotion or event: demand as a multiple of what it would be without; null: as measured.
    uplift double precision check (uplift > 0),
    actor text,
    marked_at timestamptz not null default now(),
    removed_by text,
    removed_at timestamptz
);

create unique index day_mark_once on day_mark (kind, location, sku, first_day, last_day) nulls not distinct
    where removed_at is null;

create index day_mark_of_item on day_mark (sku, location) where removed_at is null;

-- Item sku takes over the history of item replaces.
create table supersession (
    sku text collate "C" primary key,
    replaces text collate "C" not null check (replaces <> sku),
    -- The first day that is the new item's.
    first_day date not null,
    -- Of the old item's demand so much becomes the new one's.
    factor double precision not null check (factor > 0),
    reason text not null,
    actor text,
    changed_at timestamptz not null default now()
);

create index supersession_of_old on supersession (replaces);

-- Supersessions as they were before they were changed or deleted: who said what when.
create table supersession_before (
    sku text collate "C" not null,
    replaces text collate "C" not null,
    first_day date not null,
    factor double precision not null,
    reason text not null,
    actor text,
    changed_at timestamptz not null,
    ended_by text,
    ended_at timestamptz not null default now()
);
