-- How well a supplier kept to what was ordered.
--
-- $1 supplier text   $2 location text (null: all)   $3 first expected day date   $4 today date
--
-- A line counts from its expected day on, or when its order ended before; of several deliveries the last day is the
-- line's. Cancelled orders count for nothing: it was we who changed our mind.
with counted as (
    select line.expected_on, line.has_ended, line.quantity, line.enough, line.received, line.by_day, line.first_day
    from ordered_line as line
    where
        line.supplier = $1
        and ($2::text is null or line.location = $2)
        and line.expected_on >= $3
        and (line.has_ended or line.expected_on < $4)
)

select
    count(*) as lines,
    avg(case when counted.by_day >= counted.enough then 1 else 0 end)::double precision as on_time_in_full,
    avg(case when counted.by_day > 0 then 1 else 0 end)::double precision as on_time,
    avg(case when counted.received >= counted.enough then 1 else 0 end)::double precision as in_full,
    (sum(least(counted.received, counted.quantity)) / sum(counted.quantity))::double precision as units_filled,
    (avg(greatest(0, counted.first_day - counted.expected_on)) filter (where counted.first_day is not null))::double precision as mean_days_late,
    count(*) filter (where not counted.has_ended and counted.received < counted.enough) as late_now
from counted
