-- Suppliers by code.
--
-- $1 code text (null: all)   $2 code of the last row of the page before (null: first page)   $3 rows integer
select
    supplier.code,
    supplier.name,
    supplier.changed_by,
    supplier.changed_at,
    trim_scale(supplier.over_tolerance) as over_tolerance,
    trim_scale(supplier.under_tolerance) as under_tolerance,
    supplier.uses_stated_lead_time
from supplier
where
    ($1::text is null or supplier.code = $1)
    and ($2::text is null or supplier.code > $2)
order by supplier.code
limit $3
