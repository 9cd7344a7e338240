-- Policies by rule, a planner's numbers, calculated parameters, and what planning needs beside them.

-- A rule is for all items and locations that fit to every field that it has; one that has both is a policy of one item
-- at one location.
create table policy_rule (
    name text collate "C" primary key,
    sku text collate "C",
    location text collate "C",
    supplied_by text collate "C",
    category text,
    class text,
    location_kind text,
    priority integer not null,
    valid_from date,
    valid_to date,
    -- Month and day, both or none.
    season_from text,
    season_to text,
    -- Who is ordered from; null: whoever delivers the item.
    supplier text collate "C",
    -- Kind and numbers: json, not jsonb, so that decimals stay as they were written.
    terms json not null,
    changed_by text,
    changed_at timestamptz not null,
    constraint supplier_of_rule_known foreign key (supplier) references supplier
);

-- Policies of one item at one location, which are called location/sku.
create unique index policy_of_item_location on policy_rule (location, sku) where position('/' in name) > 0;
create index policy_rule_of_sku on policy_rule (sku);

-- The policies of the version before; its table stays until no replica of it runs any more.
insert into policy_rule (name, sku, location, priority, supplier, terms, changed_by, changed_at)
select
    policy.location || '/' || policy.sku,
    policy.sku,
    policy.location,
    0,
    policy.supplier,
    json_strip_nulls(json_build_object(
        'kind', policy.kind,
        'supplier', policy.supplier,
        'minimum', trim_scale(policy.minimum),
        'maximum', trim_scale(policy.maximum),
        'serviceLevel', policy.service_level,
        'reviewDays', policy.review_days
    )),
    policy.changed_by,
    policy.changed_at
from policy;

-- A planner's number instead of a calculated one.
create table parameter_override (
    location text collate "C" not null,
    sku text collate "C" not null,
    parameter text collate "C" not null,
    value numeric(19, 4) not null check (value >= 0),
    reason text not null,
    -- The first day on which the calculated number holds again.
    expires_on date not null,
    entered_by text not null,
    entered_at timestamptz not null,
    primary key (location, sku, parameter)
);

-- What the newest run calculated.
create table item_parameter (
    location text collate "C" not null,
    sku text collate "C" not null,
    rule text not null,
    class text,
    reorder_point numeric,
    order_up_to numeric,
    safety_stock numeric,
    order_quantity numeric,
    -- Of the inputs of the calculation: while it stays the same, so does the result. Null where nothing was calculated.
    inputs uuid,
    calculated json,
    calculated_at timestamptz not null,
    primary key (location, sku)
);

-- Decimals that a quantity of the item may have; null: the ledger has not said.
alter table item add column decimals smallint;

-- The day for which the proposal was first made: a fence counts from it.
alter table proposal add column first_proposed_on date;

-- For each level one value per day of the horizon: units of all days up to and including this one together.
alter table forecast add column sum_quantiles real[];
alter table forecast alter column sum_quantiles set storage external;

-- What changed since it was last planned: an item at a location, and null where for all of them. A run takes away what it
-- saw when it looked; what comes meanwhile stays for the next one.
create table planning_change (
    id bigint generated always as identity primary key,
    location text collate "C",
    sku text collate "C",
    -- All locations of a shard.
    shard smallint
);

-- Nothing was noted until now: everything is to be looked at once.
insert into planning_change default values;

-- What runs with changed parameters found, and nothing else of them.
create table what_if_run (
    id uuid primary key,
    requested_by text not null,
    started_at timestamptz not null,
    completed_at timestamptz not null,
    request json not null,
    result json not null
);

alter table planning_run add column scope text not null default 'full';

-- Triggers rather than code beside every write: what is not noted is not planned.
create function note_change_of_item_location() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct changed.location, changed.sku from changed;

    return null;
end
$$;

create function note_change_of_item() returns trigger language plpgsql as $$
begin
    insert into planning_change (sku) select distinct changed.sku from changed;

    return null;
end
$$;

create function note_change_of_location() returns trigger language plpgsql as $$
begin
    insert into planning_change (location) select distinct changed.code from changed;

    return null;
end
$$;

create function note_change_of_forecasts() returns trigger language plpgsql as $$
begin
    insert into planning_change (shard) select distinct changed.shard from changed;

    return null;
end
$$;

create function note_change_of_order() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct purchase_order.location, changed.sku
    from changed
    join purchase_order on purchase_order.id = changed.purchase_order_id;

    return null;
end
$$;

-- An order that is closed or cancelled counts no more, whatever its lines say.
create function note_change_of_order_status() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct changed.location, line.sku
    from changed
    join purchase_order_line as line on line.purchase_order_id = changed.id;

    return null;
end
$$;

create function note_decision() returns trigger language plpgsql as $$
begin
    insert into planning_change (location, sku)
    select distinct changed.location, changed.sku
    from changed
    where changed.status in ('approved', 'rejected');

    return null;
end
$$;

create trigger stock_inserted
after insert on stock
referencing new table as changed
for each statement execute function note_change_of_item_location();

create trigger stock_updated
after update on stock
referencing new table as changed
for each statement execute function note_change_of_item_location();

create trigger parameter_override_inserted
after insert on parameter_override
referencing new table as changed
for each statement execute function note_change_of_item_location();

create trigger parameter_override_updated
after update on parameter_override
referencing new table as changed
for each statement execute function note_change_of_item_location();

create trigger policy_rule_inserted
after insert on policy_rule
referencing new table as changed
for each statement execute function note_change_of_item_location();

create trigger policy_rule_updated
after update on policy_rule
referencing new table as changed
for each statement execute function note_change_of_item_location();

create trigger supplier_item_inserted
after insert on supplier_item
referencing new table as changed
for each statement execute function note_change_of_item();

create trigger supplier_item_updated
after update on supplier_item
referencing new table as changed
for each statement execute function note_change_of_item();

create trigger item_inserted
after insert on item
referencing new table as changed
for each statement execute function note_change_of_item();

create trigger item_updated
after update on item
referencing new table as changed
for each statement execute function note_change_of_item();

create trigger location_inserted
after insert on location
referencing new table as changed
for each statement execute function note_change_of_location();

create trigger location_updated
after update on location
referencing new table as changed
for each statement execute function note_change_of_location();

create trigger forecast_run_inserted
after insert on forecast_run
referencing new table as changed
for each statement execute function note_change_of_forecasts();

create trigger forecast_run_updated
after update on forecast_run
referencing new table as changed
for each statement execute function note_change_of_forecasts();

create trigger purchase_order_line_inserted
after insert on purchase_order_line
referencing new table as changed
for each statement execute function note_change_of_order();

create trigger purchase_order_line_updated
after update on purchase_order_line
referencing new table as changed
for each statement execute function note_change_of_order();

create trigger parameter_override_deleted
after delete on parameter_override
referencing old table as changed
for each statement execute function note_change_of_item_location();

create trigger policy_rule_deleted
after delete on policy_rule
referencing old table as changed
for each statement execute function note_change_of_item_location();

-- What a rule was for before.
create trigger policy_rule_left
after update on policy_rule
referencing old table as changed
for each statement execute function note_change_of_item_location();

create trigger purchase_order_updated
after update on purchase_order
referencing new table as changed
for each statement execute function note_change_of_order_status();

create trigger proposal_decided
after update on proposal
referencing new table as changed
for each statement execute function note_decision();
