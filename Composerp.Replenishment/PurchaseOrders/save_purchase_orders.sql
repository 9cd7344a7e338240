-- Writes the heads of orders after a change, under their locks.
--
-- The arrays are parallel, each order once:
-- $1 order ids bigint[]   $2 statuses text[]   $3 revisions integer[]   $4 approved by text[]   $5 approved at timestamptz[]
-- $6 sent at timestamptz[]   $7 received at timestamptz[]   $8 closed at timestamptz[]   (null: not, or not any more)
-- $9 made by text[] (a json array each)
update purchase_order
set
    status = told.status,
    revision = told.revision,
    approved_by = told.approved_by,
    approved_at = told.approved_at,
    sent_at = told.sent_at,
    received_at = told.received_at,
    closed_at = told.closed_at,
    made_by = array(select json_array_elements_text(told.made_by::json))
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
    as told (id, status, revision, approved_by, approved_at, sent_at, received_at, closed_at, made_by)
where purchase_order.id = told.id
