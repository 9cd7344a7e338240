-- Begins the fold of a shard with what its positions were where its log begins. $1 shard smallint
insert into proven_position (shard, position_id, balance, version, value)
select shard, position_id, balance, version, value
from opening
where shard = $1
