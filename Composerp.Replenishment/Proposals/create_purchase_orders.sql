-- Creates one purchase order each.
--
-- $1 suppliers text[] and $2 locations text[], parallel, each pair once   $3 actor text   $4 now timestamptz
--
-- Returns supplier, location, the order's id and number.
insert into purchase_order (supplier, location, status, approved_by, approved_at)
select ordered.supplier, ordered.location, 'approved', $3, $4
from unnest($1, $2) as ordered (supplier, location)
order by ordered.supplier, ordered.location
returning supplier, location, id, number
