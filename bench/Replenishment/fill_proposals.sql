-- $1 locations, $2 items of each; both are written in before this is run. Every one has a proposal: of 30 runs, of 50 suppliers of which
-- the first delivers half, four in ten open, the rest decided on. Nothing is checked that the service would have kept itself.
set session_replication_role = replica;

insert into supplier (code, name, changed_at)
select 'S' || n, 'Supplier ' || n, now() from generate_series(0, 49) as n;

insert into planning_run (id, requested_by, started_at, completed_at, item_locations, proposed, unchanged, withdrawn, skipped)
select md5('run' || n)::uuid, 'bench', now() - n * interval '1 day', now() - n * interval '1 day', 1, 1, 0, 0, 0
from generate_series(0, 29) as n;

insert into purchase_order (id, number, kind, supplier, location, status, approved_by, approved_at, created_by, created_at)
overriding system value
select n, 'PO-' || n, 'purchase', 'S1', 'L1', 'approved', 'bench', now(), 'bench', now() from generate_series(1, 1000) as n;

insert into proposal (
    id, run_id, location, sku, supplier, quantity, unit_cost, order_on, expected_on, reason, derivation, status, proposed_by, proposed_at,
    decided_by, decided_at, purchase_order_id
)
select
    md5(l || '/' || i)::uuid,
    md5('run' || drawn.h % 30)::uuid,
    'L' || l,
    'I' || i,
    'S' || case when drawn.h % 2 = 0 then 0 else drawn.h / 7 % 50 end,
    1 + drawn.h / 11 % 200,
    1 + drawn.h / 13 % 5000 / 100.0,
    current_date,
    current_date + 1 + (drawn.h / 17 % 14)::integer,
    'Expected demand of lead time and review (7 + 7 days) is 41.3, give or take 9.8 (the distribution that fits); the stock position is 12.',
    filler.json,
    drawn.status,
    'bench',
    now(),
    case when drawn.status <> 'proposed' then 'bench' end,
    case when drawn.status <> 'proposed' then now() end,
    case when drawn.status = 'approved' then 1 + drawn.h / 19 % 1000 end
from generate_series(1, $1) as l
cross join generate_series(1, $2) as i
cross join lateral (select abs(hashint8(l * 1000003 + i)::bigint) as h) as hashed
cross join lateral (
    select
        hashed.h,
        case when hashed.h / 3 % 100 < 40 then 'proposed' when hashed.h / 3 % 100 < 65 then 'approved'
            when hashed.h / 3 % 100 < 66 then 'rejected' else 'replaced' end as status
) as drawn
cross join (
    select json_build_object('inputs', string_agg(md5(n::text), ''))
    from generate_series(1, 32) as n
) as filler (json);

vacuum analyze
