-- Launches that a run learned from. $1 run_id uuid
select categories, prices, first_days, demand
from item_launches
where run_id = $1
