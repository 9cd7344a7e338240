-- Plans by calendars and commitments; exceptions and key figures of runs, and the daily facts that they are made of.

-- Another calendar of a supplier moves the orders of all its items, one of a location those of all that is there.

create trigger supplier_calendar_inserted
after insert on supplier_calendar
referencing new table as changed
for each statement execute function note_change_of_items_of_supplier();

create trigger supplier_calendar_updated
after update on supplier_calendar
referencing new table as changed
for each statement execute function note_change_of_items_of_supplier();

create trigger location_calendar_inserted
after insert on location_calendar
referencing new table as changed
for each statement execute function note_change_of_lane();

create trigger location_calendar_updated
after update on location_calendar
referencing new table as changed
for each statement execute function note_change_of_lane();

-- What the ledger told of an item at a location, by business day; only days on which something moved, of the last weeks.
create table stock_day (
    location text collate "C" not null,
    sku text collate "C" not null,
    day date not null,
    -- What customers got, less what they brought back.
    sold numeric(19, 4) not null,
    -- The change of what is on hand: the stock of any evening is today's less what moved since.
    moved numeric(19, 4) not null,
    primary key (location, sku, day)
);

create index stock_day_by_day on stock_day (day);

create table stock_seen (
    location text collate "C" not null,
    sku text collate "C" not null,
    -- The first day of which something was told.
    first_on date not null,
    last_sold_on date,
    primary key (location, sku)
);

-- What is on hand by now was seen today at the latest. From when on it was there nobody told.
insert into stock_seen (location, sku, first_on)
select distinct stock.location, stock.sku, current_date
from stock
where stock.account = 'ON_HAND' and stock.quantity <> 0;

-- Exceptions as the newest looks at each item at a location found them.
create table planning_exception (
    id bigint generated always as identity primary key,
    run_id uuid not null references planning_run,
    kind text not null,
    -- null: of a supplier altogether.
    location text collate "C",
    sku text collate "C",
    category text,
    supplier text collate "C",
    order_number text,
    units numeric,
    -- At cost; null where none is known.
    money numeric,
    rank numeric not null generated always as (coalesce(money, 0)) stored,
    day date,
    reason text not null,
    advice text not null
);

create index planning_exception_ranked on planning_exception (rank desc, id);
create index planning_exception_of_location on planning_exception (location, rank desc, id);
create index planning_exception_of_sku on planning_exception (sku, rank desc, id);
create index planning_exception_of_supplier on planning_exception (supplier, rank desc, id);

-- Key figures of a full run.
create table planning_run_kpi (
    run_id uuid primary key references planning_run on delete cascade,
    kpis json not null
);

-- Lines of orders, with what had come by their last day: how well suppliers keep to what was ordered.
create view ordered_line as
with line as (
    select
        purchase_order.supplier,
        purchase_order.location,
        purchase_order.id,
        ordered.sku,
        coalesce(
            (select max(delivery."expectedOn") from jsonb_to_recordset(ordered.deliveries) as delivery ("expectedOn" date)),
            ordered.expected_on
        ) as expected_on,
        purchase_order.status in ('received', 'short-closed') as has_ended,
        ordered.quantity,
        ordered.quantity * (1 - purchase_order.under_tolerance) as enough,
        ordered.received,
        ordered.unit_cost,
        coalesce((select location.time_zone from location where location.code = purchase_order.location), 'UTC') as time_zone
    from purchase_order
    join purchase_order_line as ordered on ordered.purchase_order_id = purchase_order.id
    where
        purchase_order.kind = 'purchase'
        and purchase_order.status in ('approved', 'sent', 'partially-received', 'received', 'short-closed')
)

select
    line.supplier,
    line.location,
    line.sku,
    line.expected_on,
    line.has_ended,
    line.quantity,
    line.enough,
    line.received,
    line.unit_cost,
    came.by_day,
    came.first_day
from line
cross join lateral (
    select
        coalesce(sum(receipt.quantity) filter (where (receipt.occurred_at at time zone line.time_zone)::date <= line.expected_on), 0) as by_day,
        min((receipt.occurred_at at time zone line.time_zone)::date) filter (where receipt.quantity > 0) as first_day
    from purchase_order_receipt as receipt
    where receipt.purchase_order_id = line.id and receipt.location = line.location and receipt.sku = line.sku
) as came;

-- The order by which supply was added: whoever decides on a proposal has to know of orders that its plan did not see.
alter table planning_change add column purchase_order_id bigint;

create function note_added_supply() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku, purchase_order_id)
    select distinct purchase_order.location, changed.sku, changed.purchase_order_id
    from changed
    join purchase_order on purchase_order.id = changed.purchase_order_id;

    return null;
end
$$;

create function note_raised_supply() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku, purchase_order_id)
    select distinct purchase_order.location, changed.sku, changed.purchase_order_id
    from changed
    join before on before.purchase_order_id = changed.purchase_order_id and before.sku = changed.sku
    join purchase_order on purchase_order.id = changed.purchase_order_id
    where changed.quantity > before.quantity;

    return null;
end
$$;

create trigger purchase_order_line_added
after insert on purchase_order_line
referencing new table as changed
for each statement execute function note_added_supply();

create trigger purchase_order_line_raised
after update on purchase_order_line
referencing old table as before new table as changed
for each statement execute function note_raised_supply();

create index planning_change_of_order on planning_change (location, sku) where purchase_order_id is not null;

-- Idempotency keys of runs.
create table planning_run_key (
    key text collate "C" primary key,
    request_hash bytea not null,
    run_id uuid not null references planning_run
);
