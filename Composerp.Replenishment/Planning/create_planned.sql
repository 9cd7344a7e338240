-- Where a run collects what it decided until it is stored; gone at the end of the transaction.
create temporary table planned (
    location text collate "C" not null,
    sku text collate "C" not null,
    -- proposed, enough or skipped
    outcome text not null,
    -- The proposal that was open when the run looked.
    open_id uuid,
    -- Below: of what is proposed.
    id uuid,
    kind text,
    supplier text collate "C",
    source text collate "C",
    quantity numeric(19, 4),
    unit_cost numeric(19, 4),
    order_on date,
    expected_on date,
    derivation text,
    -- Why it is proposed, or skipped.
    reason text,
    skip_type text,
    -- How a shortage was shared, and in one of the rows that share it the decision itself.
    allocation_id uuid,
    allocation text,
    -- What the conditions of the whole order did.
    supplier_order_id uuid,
    supplier_order_line integer,
    -- Below: of what was calculated, where it is other than what is stored.
    is_calculated boolean not null,
    rule text,
    class text,
    reorder_point numeric,
    order_up_to numeric,
    safety_stock numeric,
    order_quantity numeric,
    inputs uuid,
    calculated text,
    -- What a planner should look at (json); null where nothing is.
    concerns text,
    -- The open proposal says the same, and stays.
    is_kept boolean not null default false
) on commit drop
