-- All changes that there are, as the first and last ids of stretches without a gap: few numbers, however many changes. What is
-- not in here was not there when it was looked.
select min(numbered.id) as first, max(numbered.id) as last
from (
    select planning_change.id, planning_change.id - row_number() over (order by planning_change.id) as stretch
    from planning_change
) as numbered
group by numbered.stretch
