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

-- The probabilities of lead times of 0, 1, 2.. days, as measured; null: the stated lead time is taken as certain.
alter table supplier_item add column lead_time double precision[];

-- The day for which the proposal was first made: a fence counts from it.
alter table proposal add column first_proposed_on date;

-- For each level one value per day of the horizon: units of all days up to and including this one together.
alter table forecast add column sum_quantiles real[];
alter table forecast alter column sum_quantiles set storage external;
