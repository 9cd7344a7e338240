-- Orders with all their states, transfers, approval limits, calendars and measured lead times.
--
-- The version before reads on: an order that it creates is approved, of kind purchase, and numbered like all others.

alter table purchase_order
-- Two kinds of orders have two kinds of numbers from now on; see the trigger.
alter column number drop expression,
alter column supplier drop not null,
alter column approved_by drop not null,
alter column approved_at drop not null,
drop constraint purchase_order_status_check,
add column kind text not null default 'purchase',
add column source text collate "C",
-- null: created by the version before, which approved what it created.
add column created_by text,
add column created_at timestamptz,
-- Whose hand is in it since the last approval.
add column made_by text [] not null default '{}',
add column sent_at timestamptz,
add column closed_at timestamptz,
-- The number of the newest change.
add column revision integer not null default 1,
add column over_tolerance numeric(6, 4) not null default 0,
add column under_tolerance numeric(6, 4) not null default 0,
add column idempotency_key text collate "C" unique,
-- What was asked for with the key.
add column request_hash bytea,
add constraint purchase_order_status_known check (
    status in ('draft', 'proposed', 'approved', 'sent', 'partially-received', 'received', 'short-closed', 'cancelled')
),
add constraint purchase_order_comes_from_somewhere check (
    case kind
        when 'purchase' then supplier is not null and source is null
        when 'transfer' then source is not null and supplier is null and source <> location
        else false
    end
);

-- PO-000001, TO-000002.. and on with more digits.
create function number_order() returns trigger
language plpgsql as $$
begin
    new.number := case new.kind when 'transfer' then 'TO-' else 'PO-' end
        || lpad(new.id::text, greatest(6, length(new.id::text)), '0');

    return new;
end
$$;

create trigger order_is_numbered before insert on purchase_order
for each row when (new.number is null) execute function number_order();

create index purchase_order_supplying on purchase_order (location, id)
where status in ('draft', 'proposed', 'approved', 'sent', 'partially-received');

create index purchase_order_of_lane on purchase_order (supplier, location, id);

alter table purchase_order_line
-- Of a transfer: what has left the warehouse.
add column shipped numeric(19, 4) not null default 0,
-- [{"expectedOn": .., "quantity": ..}, ..] in the order of their days; null: all on one day.
add column deliveries jsonb;

create table purchase_order_change (
    purchase_order_id bigint not null references purchase_order,
    revision integer not null,
    at timestamptz not null,
    actor text not null,
    action text not null,
    reason text,
    -- The parts that differ: status, amount, lines. json keeps the text as it was written.
    before json,
    after json not null,
    primary key (purchase_order_id, revision)
);

-- What is still to come of every order that is not ended, by day; drafts count, so that no need is met twice.
create view open_supply as
select
    purchase_order.id as purchase_order_id,
    purchase_order.number,
    purchase_order.kind,
    purchase_order.status,
    purchase_order.supplier,
    purchase_order.source,
    purchase_order.location,
    line.sku,
    delivery.expected_on,
    -- What came fills the earliest deliveries. Too much of one line is not too little of the next.
    greatest(0, least(delivery.quantity, delivery.up_to - greatest(line.received, line.shipped))) as quantity
from purchase_order
join purchase_order_line as line on line.purchase_order_id = purchase_order.id
cross join lateral (
    select one."expectedOn" as expected_on, one.quantity, sum(one.quantity) over (order by one."expectedOn") as up_to
    from jsonb_to_recordset(line.deliveries) as one ("expectedOn" date, quantity numeric)
    where line.deliveries is not null

    union all

    select line.expected_on, line.quantity, line.quantity
    where line.deliveries is null
) as delivery
where
    purchase_order.status in ('draft', 'proposed', 'approved', 'sent', 'partially-received')
    and line.received < line.quantity * (1 - purchase_order.under_tolerance);

-- What warehouses have still to ship for approved transfers: there it is demand.
create view open_commitment as
select
    purchase_order.number,
    purchase_order.source as location,
    line.sku,
    line.quantity - greatest(line.received, line.shipped) as quantity
from purchase_order
join purchase_order_line as line on line.purchase_order_id = purchase_order.id
where
    purchase_order.kind = 'transfer'
    and purchase_order.status in ('approved', 'sent', 'partially-received')
    and greatest(line.received, line.shipped) < line.quantity;

-- Who may approve

create table approval_limit (
    role text collate "C" not null,
    -- Empty: every supplier without a limit of its own, and transfers.
    supplier text collate "C" not null,
    -- null: any amount.
    amount_max numeric,
    primary key (role, supplier)
);

create table approver (
    actor text collate "C" primary key,
    role text collate "C" not null,
    changed_by text not null,
    changed_at timestamptz not null
);

-- Calendars and lead times. Weekdays are ISO's: 1 is Monday; an empty list says every day.

alter table supplier
add column over_tolerance numeric(6, 4) not null default 0 check (over_tolerance between 0 and 0.9),
add column under_tolerance numeric(6, 4) not null default 0 check (under_tolerance between 0 and 0.9),
-- Also where enough deliveries were measured.
add column uses_stated_lead_time boolean not null default false;

create table supplier_calendar (
    supplier text collate "C" primary key references supplier,
    order_days smallint [] not null,
    delivery_days smallint [] not null,
    cut_off time,
    time_zone text not null,
    holidays date [] not null,
    changed_by text,
    changed_at timestamptz not null
);

create table location_calendar (
    location text collate "C" primary key,
    receiving_days smallint [] not null,
    closed date [] not null,
    changed_by text,
    changed_at timestamptz not null
);

-- Lead times of a lane as its newest deliveries took: so many of counts took so many days.
create table lead_time (
    supplier text collate "C" not null references supplier,
    location text collate "C" not null,
    days integer [] not null,
    counts integer [] not null,
    deliveries integer not null,
    -- Whether so many deliveries are enough to plan with.
    is_enough boolean not null,
    measured_at timestamptz not null,
    primary key (supplier, location)
);

-- The lead times that planning goes by instead of the stated ones.
create view used_lead_time as
select lead_time.supplier, lead_time.location, lead_time.days, lead_time.counts
from lead_time
join supplier on supplier.code = lead_time.supplier
where lead_time.is_enough and not supplier.uses_stated_lead_time;

create function note_change_of_lane() returns trigger language plpgsql as $$
begin
    insert into planning_change (location) select distinct changed.location from changed;

    return null;
end
$$;

create trigger lead_time_inserted
after insert on lead_time
referencing new table as changed
for each statement execute function note_change_of_lane();

create trigger lead_time_updated
after update on lead_time
referencing new table as changed
for each statement execute function note_change_of_lane();

-- Whether its stated lead times are used may be different now.
create function note_change_of_supplier() returns trigger language plpgsql as $$
begin
    insert into planning_change (location)
    select distinct lead_time.location
    from changed
    join lead_time on lead_time.supplier = changed.code;

    return null;
end
$$;

create trigger supplier_updated
after update on supplier
referencing new table as changed
for each statement execute function note_change_of_supplier();
