-- Stores what a run decided (in the temporary table planned), under the lock of planning and in its transaction.
--
-- A run replaces the open proposals of before: one that says the same stays, under its id; one that says something else,
-- or that is not needed any more, is replaced. Whoever decided on a proposal while the run was planning wins: for that
-- item and location the run stores nothing, since it did not see the order; where it was a transfer, for the item at all
-- locations, since these share what there is.
--
-- Replicas of the version before have store_plan, for a table planned with fewer columns; it stays beside this one until
-- none of them runs.
--
-- Returns the run's counts.
create or replace function store_network_plan(
    p_run_id uuid,
    p_date date,
    p_actor text,
    p_started_at timestamptz,
    p_completed_at timestamptz,
    p_item_locations integer
) returns table (proposed integer, unchanged integer, withdrawn integer, skipped integer)
language plpgsql
set work_mem = '128MB'
set jit = off
as $$
#variable_conflict use_column
begin
    -- In the order of their ids, as approvals lock them, so that the two cannot wait for each other.
    perform proposal.id
    from proposal
    join planned on planned.open_id = proposal.id
    order by proposal.id
    for update of proposal;

    update planned
    set
        outcome = 'skipped',
        open_id = null,
        skip_type = 'decided-meanwhile',
        reason = 'An open proposal was decided on while this run was planning; the next run sees the result.'
    from (
        select one.sku, case when proposal.kind = 'transfer' then null else one.location end as location
        from planned as one
        join proposal on proposal.id = one.open_id and proposal.status <> 'proposed'
    ) as decided
    where planned.sku = decided.sku and (decided.location is null or planned.location = decided.location);

    update planned
    set is_kept = true
    from proposal
    where
        proposal.id = planned.open_id
        and planned.outcome = 'proposed'
        and proposal.kind = planned.kind
        and proposal.supplier is not distinct from planned.supplier
        and proposal.source is not distinct from planned.source
        and proposal.quantity = planned.quantity
        and proposal.unit_cost = planned.unit_cost;

    insert into planning_run (
        id, date, requested_by, started_at, completed_at, item_locations, proposed, unchanged, withdrawn, skipped
    )
    select
        p_run_id,
        p_date,
        p_actor,
        p_started_at,
        p_completed_at,
        p_item_locations,
        count(*) filter (where planned.outcome = 'proposed' and not planned.is_kept),
        count(*) filter (where planned.is_kept),
        count(*) filter (where planned.outcome <> 'proposed' and planned.open_id is not null),
        count(distinct (planned.location, planned.sku)) filter (where planned.outcome = 'skipped')
    from planned;

    insert into planning_skip (run_id, location, sku, type, reason)
    select p_run_id, planned.location, planned.sku, planned.skip_type, planned.reason
    from planned
    where planned.outcome = 'skipped'
    on conflict do nothing;

    insert into joint_decision (id, body, decided_at)
    select planned.allocation_id, planned.allocation::json, p_completed_at
    from planned
    -- Of those who share a decision one carries it, perhaps one of which nothing is proposed in the end.
    where planned.allocation is not null
    on conflict do nothing;

    -- The same order for other reasons: stock and forecast have moved within what a multiple hides.
    update proposal
    set
        run_id = p_run_id,
        order_on = planned.order_on,
        expected_on = planned.expected_on,
        reason = planned.reason,
        derivation = planned.derivation::json,
        allocation_id = planned.allocation_id,
        supplier_order_id = planned.supplier_order_id,
        supplier_order_line = planned.supplier_order_line
    from planned
    where
        proposal.id = planned.open_id
        and planned.is_kept
        and (
            proposal.derivation::text <> planned.derivation
            or proposal.reason <> planned.reason
            or proposal.supplier_order_id is distinct from planned.supplier_order_id
        );

    update proposal
    set status = 'replaced', decided_by = p_actor, decided_at = p_completed_at
    from planned
    where proposal.id = planned.open_id and not planned.is_kept;

    insert into proposal (
        id, run_id, location, sku, kind, supplier, source, quantity, unit_cost, order_on, expected_on, reason, derivation,
        status, proposed_by, proposed_at, first_proposed_on, allocation_id, supplier_order_id, supplier_order_line
    )
    select
        planned.id,
        p_run_id,
        planned.location,
        planned.sku,
        planned.kind,
        planned.supplier,
        planned.source,
        planned.quantity,
        planned.unit_cost,
        planned.order_on,
        planned.expected_on,
        planned.reason,
        planned.derivation::json,
        'proposed',
        p_actor,
        p_completed_at,
        -- The day that was planned for: the supplier may take the order later.
        (planned.derivation::json #>> '{input,date}')::date,
        planned.allocation_id,
        planned.supplier_order_id,
        planned.supplier_order_line
    from planned
    where planned.outcome = 'proposed' and not planned.is_kept;

    insert into item_parameter (
        location, sku, rule, class, reorder_point, order_up_to, safety_stock, order_quantity, inputs, calculated, calculated_at
    )
    select
        planned.location,
        planned.sku,
        planned.rule,
        planned.class,
        planned.reorder_point,
        planned.order_up_to,
        planned.safety_stock,
        planned.order_quantity,
        planned.inputs,
        planned.calculated::json,
        p_completed_at
    from planned
    where planned.is_calculated and planned.rule is not null
    on conflict (location, sku) do update
    set
        rule = excluded.rule,
        class = excluded.class,
        reorder_point = excluded.reorder_point,
        order_up_to = excluded.order_up_to,
        safety_stock = excluded.safety_stock,
        order_quantity = excluded.order_quantity,
        inputs = excluded.inputs,
        calculated = excluded.calculated,
        calculated_at = excluded.calculated_at;

    delete from item_parameter
    using planned
    where
        planned.is_calculated and planned.rule is null
        and item_parameter.location = planned.location and item_parameter.sku = planned.sku;

    return query
    select planning_run.proposed, planning_run.unchanged, planning_run.withdrawn, planning_run.skipped
    from planning_run
    where planning_run.id = p_run_id;
end
$$;
