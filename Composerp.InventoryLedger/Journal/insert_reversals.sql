-- Movements taken back. Parallel arrays: $1 movement ids text[]   $2 what takes them back text[]
insert into reversal (movement_id, reversed_by)
select taken.movement_id, taken.reversed_by
from unnest($1, $2) as taken (movement_id, reversed_by)
