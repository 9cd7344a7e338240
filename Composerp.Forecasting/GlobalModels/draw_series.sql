-- Draws series by a seed, evenly over all of them; returns them in the order of the key, with their place in the draw from 1.
--
-- $1 origin date   $2 seed text   $3 limit integer
select drawn.shard, drawn.location, drawn.sku, drawn.place::integer, location.first_day
from (
    select shard, location, sku, row_number() over (order by md5($2 || location || ' ' || sku), location, sku) as place
    from series
    where first_day <= $1
) as drawn
join location on location.code = drawn.location
where drawn.place <= $3
order by drawn.shard, drawn.location, drawn.sku
