-- A new table has no statistics, and nested loops over a million rows would be the price.
analyze planned
