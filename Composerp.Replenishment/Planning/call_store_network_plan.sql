-- $1 run id uuid   $2 date date (null: every location's own)   $3 actor text
-- $4 started at timestamptz   $5 completed at timestamptz   $6 item locations integer
select plan.proposed, plan.unchanged, plan.withdrawn, plan.skipped
from store_network_plan($1, $2, $3, $4, $5, $6) as plan
