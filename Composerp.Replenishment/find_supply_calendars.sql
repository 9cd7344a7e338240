-- The calendars of a supplier and a location; nulls where none is kept.
--
-- $1 supplier text (null: none)   $2 location text
select
    supplier_calendar.order_days,
    supplier_calendar.delivery_days,
    supplier_calendar.cut_off,
    supplier_calendar.time_zone,
    supplier_calendar.holidays,
    location_calendar.receiving_days,
    location_calendar.closed,
    location.time_zone as location_time_zone
from (values ($1::text, $2::text)) as asked (supplier, location)
left join supplier_calendar on supplier_calendar.supplier = asked.supplier
left join location_calendar on location_calendar.location = asked.location
left join location on location.code = asked.location
