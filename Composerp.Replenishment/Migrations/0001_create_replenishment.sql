-- Replenishment: what the ledger and forecasting told, suppliers and policies, proposals and purchase orders.
--
-- Codes are compared byte by byte (collate "C"): the same order on every machine, and the fastest. Quantities have four
-- decimals like the ledger's. Shards and consumer positions are the event log's.

-- Master data of the ledger, as of the newest of its events

create table item (
    sku text collate "C" primary key,
    name text not null,
    category text,
    unit text not null,
    unit_cost numeric,
    -- The sequence of the event: a dead letter applied late never overwrites what came after it.
    sequence bigint not null
);

create table location (
    code text collate "C" primary key,
    name text not null,
    kind text not null,
    time_zone text not null,
    go_live date,
    allows_negative boolean not null,
    sequence bigint not null
);

-- Balances of the ledger's positions ON_HAND and IN_TRANSIT; the empty lot is goods without one.
create table stock (
    location text collate "C" not null,
    sku text collate "C" not null,
    account text collate "C" not null,
    lot text collate "C" not null,
    quantity numeric(19, 4) not null,
    -- The ledger's version of the balance: a repeat or an older one changes nothing.
    version bigint not null,
    primary key (location, sku, account, lot)
) with (fillfactor = 80);

-- Forecasts: the newest run of every shard

create table forecast_run (
    shard smallint primary key,
    run_id uuid not null,
    origin date not null,
    horizon_days integer not null,
    levels double precision[] not null,
    series_count integer not null,
    completed_at timestamptz not null,
    sequence bigint not null
);

create table forecast (
    location text collate "C" not null,
    sku text collate "C" not null,
    shard smallint not null references forecast_run,
    model text not null,
    -- One value per day of the horizon; quantiles level after level.
    mean real[] not null,
    sigma real[] not null,
    sum_sigma real[],
    quantiles real[] not null,
    primary key (location, sku)
);

create index forecast_of_shard on forecast (shard);

-- Floating point does not compress: long rows go out of line without the attempt.
alter table forecast
alter column mean set storage external,
alter column sigma set storage external,
alter column sum_sigma set storage external,
alter column quantiles set storage external;

-- Suppliers and policies

create table supplier (
    code text collate "C" primary key,
    name text not null,
    changed_by text,
    changed_at timestamptz not null
);

create table supplier_item (
    supplier text collate "C" not null,
    sku text collate "C" not null,
    lead_time_days integer not null check (lead_time_days >= 0),
    minimum_quantity numeric(19, 4) not null check (minimum_quantity >= 0),
    order_multiple numeric(19, 4) not null check (order_multiple > 0),
    unit_cost numeric(19, 4) not null check (unit_cost >= 0),
    changed_by text,
    changed_at timestamptz not null,
    primary key (supplier, sku),
    constraint supplier_of_item_known foreign key (supplier) references supplier
);

create index supplier_item_of_sku on supplier_item (sku);

-- A rule has an identity of its own, so that rules for more than one item and location can stand beside these.
create table policy (
    id bigint generated always as identity primary key,
    location text collate "C" not null,
    sku text collate "C" not null,
    kind text not null,
    supplier text collate "C" not null,
    minimum numeric(19, 4),
    maximum numeric(19, 4),
    service_level double precision,
    review_days integer,
    changed_by text,
    changed_at timestamptz not null,
    constraint policy_once_per_item_location unique (location, sku),
    constraint supplier_of_policy_known foreign key (supplier) references supplier,
    constraint policy_fields_fit_its_kind check (
        case kind
            when 'min-max' then
                minimum is not null and maximum is not null and minimum <= maximum
                and service_level is null and review_days is null
            when 'order-up-to' then
                service_level is not null and review_days is not null and minimum is null and maximum is null
            else false
        end
    )
);

create index policy_of_sku on policy (sku);

-- Planning

create table planning_run (
    id uuid primary key,
    -- null: every location's own business day.
    date date,
    requested_by text not null,
    started_at timestamptz not null,
    completed_at timestamptz not null,
    item_locations integer not null,
    proposed integer not null,
    unchanged integer not null,
    withdrawn integer not null,
    skipped integer not null
);

create index planning_run_newest on planning_run (started_at desc, id desc);

create table planning_skip (
    run_id uuid not null references planning_run on delete cascade,
    location text collate "C" not null,
    sku text collate "C" not null,
    type text not null,
    reason text not null,
    primary key (run_id, location, sku)
);

create table purchase_order (
    id bigint generated always as identity primary key,
    -- PO-000001, PO-000002.. and on with more digits.
    number text collate "C" not null unique
    generated always as ('PO-' || lpad(id::text, greatest(6, length(id::text)), '0')) stored,
    supplier text collate "C" not null references supplier,
    location text collate "C" not null,
    status text not null check (status in ('approved', 'partially-received', 'received')),
    approved_by text not null,
    approved_at timestamptz not null,
    received_at timestamptz
);

create index purchase_order_open on purchase_order (id) where status <> 'received';

create table proposal (
    id uuid primary key,
    run_id uuid not null references planning_run,
    location text collate "C" not null,
    sku text collate "C" not null,
    supplier text collate "C" not null references supplier,
    quantity numeric(19, 4) not null check (quantity > 0),
    unit_cost numeric(19, 4) not null,
    order_on date not null,
    expected_on date not null,
    reason text not null,
    -- json, not jsonb: the text stays as it was written, to the last digit and in its order.
    derivation json not null,
    status text not null check (status in ('proposed', 'approved', 'rejected', 'replaced')),
    proposed_by text not null,
    proposed_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    decision_reason text,
    purchase_order_id bigint references purchase_order,
    constraint proposal_decided check ((status = 'proposed') = (decided_at is null)),
    constraint proposal_ordered check ((status = 'approved') = (purchase_order_id is not null))
);

-- The second line of defence against ordering the same need twice.
create unique index proposal_open_once on proposal (location, sku) where status = 'proposed';
create index proposal_listed on proposal (status, location, sku, id);
create index proposal_of_location on proposal (location, sku, id);
create index proposal_of_supplier on proposal (supplier, status, location, sku, id);
create index proposal_of_sku on proposal (sku, status, location, id);
create index proposal_replaced on proposal (decided_at) where status = 'replaced';

-- Purchase orders

create table purchase_order_line (
    purchase_order_id bigint not null references purchase_order,
    line integer not null,
    sku text collate "C" not null,
    quantity numeric(19, 4) not null check (quantity > 0),
    -- Above the quantity where more came than was ordered.
    received numeric(19, 4) not null default 0,
    unit_cost numeric(19, 4) not null,
    expected_on date not null,
    primary key (purchase_order_id, line),
    constraint purchase_order_line_once_per_item unique (purchase_order_id, sku)
) with (fillfactor = 90);

-- What came in with an order's number as its reference, as the ledger told it.
create table purchase_order_receipt (
    purchase_order_id bigint not null references purchase_order,
    movement_id text collate "C" not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    quantity numeric(19, 4) not null,
    occurred_at timestamptz not null,
    primary key (purchase_order_id, movement_id, location, sku)
);
