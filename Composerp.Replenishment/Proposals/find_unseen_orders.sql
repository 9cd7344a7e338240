-- What was ordered of items for locations since the newest plan looked at them, and is still to come.
--
-- The arrays are parallel: $1 locations text[]   $2 skus text[]
select distinct told.location, told.sku, open_supply.number
from unnest($1, $2) as told (location, sku)
join planning_change on planning_change.location = told.location and planning_change.sku = told.sku
join open_supply on open_supply.purchase_order_id = planning_change.purchase_order_id
where open_supply.location = told.location and open_supply.sku = told.sku and open_supply.quantity > 0
order by told.location, told.sku, open_supply.number
