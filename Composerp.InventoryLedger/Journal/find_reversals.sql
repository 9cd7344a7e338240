-- Which of these movements were taken back, and by what. $1 ids text[]
select movement_id, reversed_by
from reversal
where movement_id = any($1)
