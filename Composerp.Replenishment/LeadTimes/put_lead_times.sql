-- Keeps the lead times of a lane.
--
-- $1 supplier text   $2 location text   $3 days integer[] and $4 counts integer[], parallel   $5 deliveries integer
-- $6 whether they are enough boolean   $7 now timestamptz
insert into lead_time (supplier, location, days, counts, deliveries, is_enough, measured_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (supplier, location) do update
set
    days = excluded.days,
    counts = excluded.counts,
    deliveries = excluded.deliveries,
    is_enough = excluded.is_enough,
    measured_at = excluded.measured_at
