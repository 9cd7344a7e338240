-- Saves what came of an import so far, which also says that its process lives.
--
-- $1 id text   $2 rows   $3 posted   $4 already posted   $5 zeros   $6 refused bigint   $7 quantity numeric
update import
set
    rows = $2,
    posted = $3,
    already_posted = $4,
    zeros = $5,
    refused = $6,
    quantity = $7,
    alive_at = clock_timestamp()
where id = $1
