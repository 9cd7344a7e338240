-- Keeps the calendar of a location.
--
-- $1 location text   $2 receiving days smallint[]   $3 closed date[]   $4 actor text (null: not told)   $5 now timestamptz
insert into location_calendar (location, receiving_days, closed, changed_by, changed_at)
values ($1, $2, $3, $4, $5)
on conflict (location) do update
set
    receiving_days = excluded.receiving_days,
    closed = excluded.closed,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
