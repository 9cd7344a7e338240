-- Who closed what, and when, the latest first. $1 before date (null from the latest)   $2 limit integer
select closed_through, closed_at, closed_by
from period_closing
where $1 is null or closed_through < $1
order by closed_through desc
limit $2
