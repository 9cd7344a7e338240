-- Draws series by a seed whose item was new at a location that was there before; in the order of the key, with their place
-- in the draw from 1.
--
-- $1 origin date   $2 seed text   $3 limit integer   $4 days of a launch integer
-- $5 days integer: what begins so soon after the records of its location was not new
select drawn.shard, drawn.location, drawn.sku, drawn.place::integer, drawn.recorded_from
from (
    select
        series.shard, series.location, series.sku, location.first_day as recorded_from,
        row_number() over (order by md5($2 || series.location || ' ' || series.sku), series.location, series.sku) as place
    from series
    join location on location.code = series.location
    where series.first_day > location.first_day + $5::integer and series.first_day <= $1::date - $4::integer + 1
) as drawn
where drawn.place <= $3
order by drawn.shard, drawn.location, drawn.sku
