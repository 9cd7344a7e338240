-- Planners' numbers by location, item and parameter.
--
-- $1 location text (null: all)   $2 sku text (null: all)   $3 valid on date (null: the expired too)
-- $4 location, $5 sku and $6 parameter of the last row of the page before (null: first page)   $7 rows integer
select
    parameter_override.location,
    parameter_override.sku,
    parameter_override.parameter,
    trim_scale(parameter_override.value) as value,
    parameter_override.reason,
    parameter_override.expires_on,
    parameter_override.entered_by,
    parameter_override.entered_at
from parameter_override
where
    ($1::text is null or parameter_override.location = $1)
    and ($2::text is null or parameter_override.sku = $2)
    and ($3::date is null or parameter_override.expires_on > $3)
    and (
        $4::text is null
        or (parameter_override.location, parameter_override.sku, parameter_override.parameter) > ($4, $5, $6)
    )
order by parameter_override.location, parameter_override.sku, parameter_override.parameter
limit $7
