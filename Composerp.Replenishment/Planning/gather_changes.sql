-- What changed since it was last planned, each once; null where for all.
select distinct planning_change.location, planning_change.sku, planning_change.shard
from planning_change
