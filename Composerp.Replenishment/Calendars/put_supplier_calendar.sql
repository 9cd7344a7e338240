-- Keeps the calendar of a supplier.
--
-- $1 supplier text   $2 order days smallint[]   $3 delivery days smallint[]   $4 cut-off time (null: none)   $5 time zone text
-- $6 holidays date[]   $7 actor text (null: not told)   $8 now timestamptz
insert into supplier_calendar (supplier, order_days, delivery_days, cut_off, time_zone, holidays, changed_by, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (supplier) do update
set
    order_days = excluded.order_days,
    delivery_days = excluded.delivery_days,
    cut_off = excluded.cut_off,
    time_zone = excluded.time_zone,
    holidays = excluded.holidays,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
