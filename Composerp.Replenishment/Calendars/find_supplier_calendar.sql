-- The calendar of a supplier. $1 supplier text
select
    supplier_calendar.order_days,
    supplier_calendar.delivery_days,
    supplier_calendar.cut_off,
    supplier_calendar.time_zone,
    supplier_calendar.holidays,
    supplier_calendar.changed_by
from supplier_calendar
where supplier_calendar.supplier = $1
