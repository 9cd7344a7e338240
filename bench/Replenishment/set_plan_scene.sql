-- $1 locations, $2 items of each; both are written in before this is run.
insert into item (sku, name, category, unit, unit_cost, decimals, sequence)
select 'I' || n, 'Item ' || n, 'C' || n % 4, 'each', 2.5, 0, 1 from generate_series(1, $2) as n;

insert into location (code, name, kind, time_zone, allows_negative, sequence)
select 'L' || n, 'Store ' || n, 'store', 'UTC', false, 1 from generate_series(1, $1) as n;

insert into supplier (code, name, changed_at) values ('ACME', 'Acme', now());

insert into supplier_item (supplier, sku, lead_time_days, minimum_quantity, order_multiple, unit_cost, changed_at)
select 'ACME', 'I' || n, 2 + n % 7, 0, 1 + n % 6, 2.5, now() from generate_series(1, $2) as n;

insert into policy_rule (name, category, priority, terms, changed_at)
values
('c0', 'C0', 0, '{"kind":"order-up-to","serviceLevel":0.95,"reviewDays":3}', now()),
('c1', 'C1', 0, '{"kind":"order-up-to","fillRate":0.97,"reviewDays":7,"distribution":"fitting"}', now()),
('c2', 'C2', 0, '{"kind":"reorder-point","fillRate":0.97,"orderCost":5,"holdingRate":0.25}', now()),
('c3', 'C3', 0, '{"kind":"time-phased","serviceLevel":0.95,"coverDays":5}', now());

insert into forecast_run (shard, run_id, origin, horizon_days, levels, series_count, completed_at, sequence)
values (0, gen_random_uuid(), (now() at time zone 'UTC')::date - 1, 91, '{0.05,0.25,0.5,0.75,0.9,0.95,0.99}', 1, now(), 1);

create temporary table drawn as
select
    pattern.n,
    array_agg((pattern.mean * (1 + 0.3 * sin(day)))::real order by day) as mean,
    array_agg((pattern.mean * 0.6)::real order by day) as sigma,
    array_agg((pattern.mean * 0.7 * sqrt(day))::real order by day) as sum_sigma
from (select n, 0.1 + (n % 97) * 0.1 as mean from generate_series(0, 999) as n) as pattern
cross join generate_series(1, 91) as day
group by pattern.n;

create temporary table drawn_sums as
select drawn.n, array_agg(greatest(0, total.mean + z.z * drawn.sum_sigma[total.day])::real order by z.z, total.day) as sum_quantiles
from drawn
cross join (values (-1.645), (-0.674), (0.0), (0.674), (1.282), (1.645), (2.326)) as z (z)
cross join lateral (
    select day, sum(drawn.mean[day]) over (order by day) as mean from generate_series(1, 91) as day
) as total
group by drawn.n;

insert into forecast (location, sku, shard, model, mean, sigma, sum_sigma, quantiles, sum_quantiles)
select 'L' || l, 'I' || i, 0, 'bench', drawn.mean, drawn.sigma, drawn.sum_sigma, '{}', drawn_sums.sum_quantiles
from generate_series(1, $1) as l
cross join generate_series(1, $2) as i
join drawn on drawn.n = (l * 31 + i) % 1000
join drawn_sums on drawn_sums.n = drawn.n;

insert into stock (location, sku, account, lot, quantity, version)
select 'L' || l, 'I' || i, 'ON_HAND', '', ((l * 7 + i) % 120), 1
from generate_series(1, $1) as l
cross join generate_series(1, $2) as i;

vacuum analyze
