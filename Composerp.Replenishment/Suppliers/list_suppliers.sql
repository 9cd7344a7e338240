-- Suppliers by code.
--
-- $1 code text (null: all)   $2 code of the last row of the page before (null: first page)   $3 rows integer
select supplier.code, supplier.name, supplier.changed_by, supplier.changed_at
from supplier
where
    ($1::text is null or supplier.code = $1)
    and ($2::text is null or supplier.code > $2)
order by supplier.code
limit $3
