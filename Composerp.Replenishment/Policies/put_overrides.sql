-- Enters or changes planners' numbers.
--
-- The arrays are parallel, each (location, sku, parameter) once:
-- $1 locations text[]   $2 skus text[]   $3 parameters text[]   $4 values numeric[]   $5 reasons text[]
-- $6 expires on date[]   $7 actor text   $8 now timestamptz
insert into parameter_override (location, sku, parameter, value, reason, expires_on, entered_by, entered_at)
select told.location, told.sku, told.parameter, told.value, told.reason, told.expires_on, $7, $8
from unnest($1, $2, $3, $4, $5, $6) as told (location, sku, parameter, value, reason, expires_on)
order by told.location, told.sku, told.parameter
on conflict (location, sku, parameter) do update
set
    value = excluded.value,
    reason = excluded.reason,
    expires_on = excluded.expires_on,
    entered_by = excluded.entered_by,
    entered_at = excluded.entered_at
