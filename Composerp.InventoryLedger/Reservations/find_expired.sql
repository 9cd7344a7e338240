-- Reservations of which something is held beyond its time, the longest first. $1 limit integer
select id, location
from (
    select id, location, min(expires_at) as expires_at
    from reservation
    where open > 0 and expires_at <= clock_timestamp()
    group by id, location
) as expired
order by expires_at, id, location
limit $1
