-- A page of a run's levels, from the top.
--
-- $1 run_id uuid   $2 level smallint or null   $3 region text, $4 location text, $5 category text: of one, or null
-- $6 level, $7 region, $8 location, $9 category: go on after this one, or null   $10 limit integer
select level, region, location, category, series, model, mean, own_mean, sigma, sum_sigma, quantiles, sum_quantiles
from forecast_level
where run_id = $1
    and ($2::smallint is null or level = $2)
    and ($3::text is null or region = $3)
    and ($4::text is null or location = $4)
    and ($5::text is null or (category = $5 and level = 3))
    and ($6::smallint is null or (level, region, location, category) > ($6, $7, $8, $9))
order by level, region, location, category
limit $10
