-- What the demand history needs to know of locations.
--
-- $1 shard smallint   $2 codes text[]
-- Returns code, go-live day, and the sales of each quarter of an hour that has any: slots and counts, null where none has.
select location.code, location.go_live, profile.slots, profile.sales
from location
cross join lateral (
    select array_agg(slot order by slot) as slots, array_agg(sales order by slot) as sales
    from sales_profile
    where sales_profile.shard = $1 and sales_profile.location = location.code
) as profile
where location.code = any ($2)
