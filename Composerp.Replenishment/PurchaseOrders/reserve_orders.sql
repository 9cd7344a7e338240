-- Ids for new orders.
--
-- $1 count integer
select nextval(pg_get_serial_sequence('purchase_order', 'id')) as id
from generate_series(1, $1)
