-- Days of which the levels above the series do not know that they are not like others: of promotions, events and closures.
--
-- $1 first day date   $2 last day date
-- Returns location and category, each null where it concerns all of them, and the first and last day.
select distinct
    day_mark.location,
    case when day_mark.sku is null then null else coalesce(item.category, '') end,
    day_mark.first_day,
    day_mark.last_day
from day_mark
left join item on item.sku = day_mark.sku
where day_mark.removed_at is null
    and day_mark.kind <> 'outlier'
    and day_mark.first_day <= $2
    and day_mark.last_day >= $1
