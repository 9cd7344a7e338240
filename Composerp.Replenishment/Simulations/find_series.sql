-- The forecast of an item at a location.
--
-- $1 location text   $2 sku text
select forecast.mean, forecast.sigma
from forecast
where forecast.location = $1 and forecast.sku = $2
