-- How well a supplier kept to what was ordered.
--
-- $1 supplier text   $2 location text (null: all)   $3 first expected day date   $4 today date
--
-- A line counts from its expected day on, or when its order ended before; of several deliveries the last day is the
-- line's. Cancelled orders count for nothing: it was we who changed our mind.
with line as (
    select
        coalesce(
            (select max(delivery."expectedOn") from jsonb_to_recordset(ordered.deliveries) as delivery ("expectedOn" date)),
            ordered.expected_on
        ) as expected_on,
        purchase_order.status in ('received', 'short-closed') as has_ended,
        ordered.quantity,
        ordered.quantity * (1 - purchase_order.under_tolerance) as enough,
        ordered.received,
        purchase_order.id,
        purchase_order.location,
        ordered.sku,
        coalesce((select location.time_zone from location where location.code = purchase_order.location), 'UTC') as time_zone
    from purchase_order
    join purchase_order_line as ordered on ordered.purchase_order_id = purchase_order.id
    where
        purchase_order.supplier = $1
        and ($2::text is null or purchase_order.location = $2)
        and purchase_order.status in ('approved', 'sent', 'partially-received', 'received', 'short-closed')
),

counted as (
    select line.expected_on, line.has_ended, line.quantity, line.enough, line.received, came.by_day, came.first_day
    from line
    cross join lateral (
        select
            coalesce(sum(receipt.quantity) filter (where (receipt.occurred_at at time zone line.time_zone)::date <= line.expected_on), 0) as by_day,
            min((receipt.occurred_at at time zone line.time_zone)::date) filter (where receipt.quantity > 0) as first_day
        from purchase_order_receipt as receipt
        where receipt.purchase_order_id = line.id and receipt.location = line.location and receipt.sku = line.sku
    ) as came
    where line.expected_on >= $3 and (line.has_ended or line.expected_on < $4)
)

select
    count(*) as lines,
    avg(case when counted.by_day >= counted.enough then 1 else 0 end)::double precision as on_time_in_full,
    avg(case when counted.by_day > 0 then 1 else 0 end)::double precision as on_time,
    avg(case when counted.received >= counted.enough then 1 else 0 end)::double precision as in_full,
    (sum(least(counted.received, counted.quantity)) / sum(counted.quantity))::double precision as units_filled,
    (avg(greatest(0, counted.first_day - counted.expected_on)) filter (where counted.first_day is not null))::double precision as mean_days_late,
    count(*) filter (where not counted.has_ended and counted.received < counted.enough) as late_now
from counted
