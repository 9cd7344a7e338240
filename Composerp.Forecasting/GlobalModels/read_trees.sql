-- A model to forecast with. $1 version integer
select version, shares, categories, places, events, trees, earlier_trees
from global_model
where version = $1
