-- What changed since it was last planned; null where for all.
select planning_change.id, planning_change.location, planning_change.sku, planning_change.shard
from planning_change
