-- Measured lead times of lanes, beside what the supplier's items state.
--
-- $1 supplier text (null: all)   $2 location text (null: all)
-- $3 supplier and $4 location of the last row of the page before (null: first page)   $5 rows integer
select
    lead_time.supplier,
    lead_time.location,
    lead_time.days,
    lead_time.counts,
    lead_time.measured_at,
    exists (
        select from used_lead_time
        where used_lead_time.supplier = lead_time.supplier and used_lead_time.location = lead_time.location
    ) as is_used,
    stated.shortest,
    stated.longest
from lead_time
cross join lateral (
    select min(supplier_item.lead_time_days) as shortest, max(supplier_item.lead_time_days) as longest
    from supplier_item
    where supplier_item.supplier = lead_time.supplier
) as stated
where
    ($1::text is null or lead_time.supplier = $1)
    and ($2::text is null or lead_time.location = $2)
    and ($3::text is null or (lead_time.supplier, lead_time.location) > ($3, $4))
order by lead_time.supplier, lead_time.location
limit $5
