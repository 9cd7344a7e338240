-- Serial numbers that left a place; those that have come to another one since are not meant.
-- Parallel arrays: $1 skus text[]   $2 serials text[]   $3 locations text[]
delete from serial
using unnest($1, $2, $3) as gone (sku, serial, location)
where serial.sku = gone.sku and serial.serial = gone.serial and serial.location = gone.location
