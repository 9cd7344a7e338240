-- Numbers that planners entered, those that have expired too: whether they hold depends on the location's day.
select
    parameter_override.location,
    parameter_override.sku,
    parameter_override.parameter,
    trim_scale(parameter_override.value) as value,
    parameter_override.reason,
    parameter_override.expires_on,
    parameter_override.entered_by
from parameter_override
