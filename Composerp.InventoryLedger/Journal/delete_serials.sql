-- Serial numbers that left a place. Parallel arrays: $1 skus text[]   $2 serials text[]
delete from serial
using unnest($1, $2) as gone (sku, serial)
where serial.sku = gone.sku and serial.serial = gone.serial
