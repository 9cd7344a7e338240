-- Where goods come from, transfers among the proposals, and the conditions of whole orders at a supplier.

-- A rule is for all items and locations that fit to every field that it has; the most specific one says the sources.
create table sourcing_rule (
    name text collate "C" primary key,
    sku text collate "C",
    location text collate "C",
    category text,
    location_kind text,
    priority integer not null,
    -- json, not jsonb, so that decimals stay as they were written.
    sources json not null,
    changed_by text,
    changed_at timestamptz not null
);

create index sourcing_rule_of_sku on sourcing_rule (sku);

-- What holds for a location as a whole.
create table location_terms (
    location text collate "C" primary key,
    -- How a shortage is shared among those whom it feeds: proportional, equal-cover or priority.
    share_rule text not null default 'proportional',
    -- Room in cubic metres; null: nothing limits it.
    storage_volume numeric(19, 4),
    changed_by text,
    changed_at timestamptz not null
);

-- What one unit weighs and how much room it takes: kilograms and cubic metres.
alter table supplier_item
add column unit_weight numeric(19, 6) not null default 0 check (unit_weight >= 0),
add column unit_volume numeric(19, 6) not null default 0 check (unit_volume >= 0);

-- What holds for an order at a supplier as a whole.
create table supplier_order_terms (
    supplier text collate "C" primary key references supplier,
    -- json, not jsonb, so that decimals stay as they were written.
    terms json not null,
    changed_by text,
    changed_at timestamptz not null
);

-- Decisions over several proposals at once: how a shortage was shared, how an order was filled. Their id is a hash of
-- what they were made from, so that the same decision is kept once.
create table joint_decision (
    id uuid primary key,
    body json not null,
    decided_at timestamptz not null
);

alter table proposal
-- Of a transfer there is none.
alter column supplier drop not null,
add column kind text not null default 'purchase',
-- Of a transfer: the location that ships.
add column source text collate "C",
-- How a shortage at the source was shared.
add column allocation_id uuid,
-- What the conditions of the whole order did, and in which of its lines.
add column supplier_order_id uuid,
add column supplier_order_line integer,
add constraint proposal_comes_from_somewhere check (
    case kind
        when 'purchase' then supplier is not null and source is null
        when 'transfer' then source is not null and supplier is null and source <> location
        else false
    end
);

-- An item at a location may have several sources now, each with a proposal of its own.
create unique index proposal_open_once_per_source
on proposal (location, sku, kind, coalesce(supplier, source)) where status = 'proposed';

drop index proposal_open_once;

create index proposal_of_source on proposal (source, status, location, sku, id) where source is not null;
create index proposal_of_allocation on proposal (allocation_id) where allocation_id is not null;
create index proposal_of_supplier_order on proposal (supplier_order_id) where supplier_order_id is not null;

-- What locations have promised to others and not shipped yet. Drafts count too, as they count as supply at the other end.
create view promised_stock as
select
    purchase_order.source as location,
    line.sku,
    line.quantity - greatest(line.received, line.shipped) as quantity
from purchase_order
join purchase_order_line as line on line.purchase_order_id = purchase_order.id
where
    purchase_order.kind = 'transfer'
    and purchase_order.status in ('draft', 'proposed', 'approved', 'sent', 'partially-received')
    and greatest(line.received, line.shipped) < line.quantity;

-- What changes with these is planned again.

create trigger sourcing_rule_inserted
after insert on sourcing_rule
referencing new table as changed
for each statement execute function note_change_of_item_location();

create trigger sourcing_rule_updated
after update on sourcing_rule
referencing new table as changed
for each statement execute function note_change_of_item_location();

-- What a rule was for before.
create trigger sourcing_rule_left
after update on sourcing_rule
referencing old table as changed
for each statement execute function note_change_of_item_location();

create trigger sourcing_rule_deleted
after delete on sourcing_rule
referencing old table as changed
for each statement execute function note_change_of_item_location();

create function note_change_of_terms() returns trigger language plpgsql as $$
begin
    insert into planning_change (location) select distinct changed.location from changed;

    return null;
end
$$;

create trigger location_terms_inserted
after insert on location_terms
referencing new table as changed
for each statement execute function note_change_of_terms();

create trigger location_terms_updated
after update on location_terms
referencing new table as changed
for each statement execute function note_change_of_terms();

create trigger location_terms_deleted
after delete on location_terms
referencing old table as changed
for each statement execute function note_change_of_terms();

create function note_change_of_items_of_supplier() returns trigger language plpgsql as $$
begin
    insert into planning_change (sku)
    select distinct supplier_item.sku
    from changed
    join supplier_item on supplier_item.supplier = changed.supplier;

    return null;
end
$$;

create trigger supplier_order_terms_inserted
after insert on supplier_order_terms
referencing new table as changed
for each statement execute function note_change_of_items_of_supplier();

create trigger supplier_order_terms_updated
after update on supplier_order_terms
referencing new table as changed
for each statement execute function note_change_of_items_of_supplier();

create trigger supplier_order_terms_deleted
after delete on supplier_order_terms
referencing old table as changed
for each statement execute function note_change_of_items_of_supplier();

-- A transfer changes both ends.
create or replace function note_change_of_order() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct place.location, changed.sku
    from changed
    join purchase_order on purchase_order.id = changed.purchase_order_id
    cross join lateral (values (purchase_order.location), (purchase_order.source)) as place (location)
    where place.location is not null;

    return null;
end
$$;

create or replace function note_change_of_order_status() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct place.location, line.sku
    from changed
    join purchase_order_line as line on line.purchase_order_id = changed.id
    cross join lateral (values (changed.location), (changed.source)) as place (location)
    where place.location is not null;

    return null;
end
$$;
