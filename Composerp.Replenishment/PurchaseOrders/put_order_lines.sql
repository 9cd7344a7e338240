-- Writes lines of orders; what has come is left as it is. New lines are numbered on after those that are there.
--
-- The arrays are parallel, each (order, sku) once, in the order of the lines:
-- $1 order ids bigint[]   $2 skus text[]   $3 quantities numeric[]   $4 unit costs numeric[]   $5 expected on date[]
-- $6 deliveries text[] (json; null: all on one day)
insert into purchase_order_line (purchase_order_id, line, sku, quantity, unit_cost, expected_on, deliveries)
select
    told.purchase_order_id,
    coalesce(
        (select max(line.line) from purchase_order_line as line where line.purchase_order_id = told.purchase_order_id),
        0
    ) + row_number() over (partition by told.purchase_order_id order by told.position),
    told.sku,
    told.quantity,
    told.unit_cost,
    told.expected_on,
    told.deliveries::jsonb
from unnest($1, $2, $3, $4, $5, $6)
    with ordinality as told (purchase_order_id, sku, quantity, unit_cost, expected_on, deliveries, position)
on conflict (purchase_order_id, sku) do update
set
    quantity = excluded.quantity,
    unit_cost = excluded.unit_cost,
    expected_on = excluded.expected_on,
    deliveries = excluded.deliveries
