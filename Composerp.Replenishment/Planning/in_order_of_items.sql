
-- Behind the statement that gathers item-locations, where items are planned at all their locations together: only then is
-- it worth the sorting.
order by planned_for.sku, planned_for.location
