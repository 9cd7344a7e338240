-- Adds what came of adjustments.
--
-- $1 ids uuid[]   $2 days integer[]   $3 actuals   $4 absolute errors without   $5 with them: double precision[], units
update adjustment
set measured_days = measured_days + value.days,
    actual = adjustment.actual + value.actual,
    absolute_error_without = absolute_error_without + value.without,
    absolute_error_with = absolute_error_with + value.with_it
from unnest($1, $2, $3, $4, $5) as value (id, days, actual, without, with_it)
where adjustment.id = value.id
