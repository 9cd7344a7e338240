-- Where serial numbers are inside the company. Parallel arrays: $1 skus text[]   $2 serials text[]
select serial.sku, serial.serial, serial.location
from unnest($1, $2) as asked (sku, serial)
join serial on serial.sku = asked.sku and serial.serial = asked.serial
