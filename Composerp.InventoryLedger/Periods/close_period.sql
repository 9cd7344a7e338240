-- Closes business days, under the locks of all shards. Never backwards: no row comes back where as much is closed already.
--
-- $1 through date   $2 closed_at timestamptz   $3 closed_by text
with closed as (
    update period
    set closed_through = $1
    where closed_through is null or closed_through < $1
    returning closed_through
)

insert into period_closing (closed_through, closed_at, closed_by)
select closed_through, $2, $3
from closed
returning closed_through
