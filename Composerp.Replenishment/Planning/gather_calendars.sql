-- When suppliers take orders and deliver, and when locations receive: one row per calendar, of a supplier or a location.
select
    supplier_calendar.supplier,
    null as location,
    supplier_calendar.order_days,
    supplier_calendar.delivery_days,
    supplier_calendar.cut_off,
    supplier_calendar.time_zone,
    supplier_calendar.holidays
from supplier_calendar

union all

select null, location_calendar.location, location_calendar.receiving_days, null, null, null, location_calendar.closed
from location_calendar
