-- How well suppliers kept to what was ordered from them within a year, and what their open orders cost.
--
-- $1 first expected day date   $2 today date
select
    line.supplier,
    count(*) filter (where line.expected_on >= $1 and (line.has_ended or line.expected_on < $2)) as lines,
    coalesce(
        avg(case when line.by_day >= line.enough then 1 else 0 end)
        filter (where line.expected_on >= $1 and (line.has_ended or line.expected_on < $2)),
        1
    )::double precision as on_time_in_full,
    trim_scale(coalesce(sum(greatest(0, line.quantity - line.received) * line.unit_cost) filter (where not line.has_ended), 0)) as open_money
from ordered_line as line
where line.expected_on >= $1 or not line.has_ended
group by line.supplier
order by line.supplier
