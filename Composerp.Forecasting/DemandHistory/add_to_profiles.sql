-- Counts sales in the quarters of an hour of locations.
--
-- $1 shards smallint[]   $2 locations text[]   $3 slots smallint[]   $4 sales bigint[]; no slot of a location twice, in the
-- order of the key
insert into sales_profile (shard, location, slot, sales)
select shard, location, slot, sales
from unnest($1, $2, $3, $4) as sold (shard, location, slot, sales)
on conflict (shard, location, slot) do update
set sales = sales_profile.sales + excluded.sales
