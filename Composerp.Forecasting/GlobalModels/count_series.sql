-- How many series there are to learn from, and the days of them together.
--
-- $1 origin date   $2 history_days integer: days of a series that count at most
select count(*)::integer, coalesce(sum(least($1 - first_day + 1, $2)), 0)::bigint
from series
where first_day <= $1
