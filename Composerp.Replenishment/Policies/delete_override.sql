-- Ends a planner's number: the calculated one holds again.
--
-- $1 location text   $2 sku text   $3 parameter text
delete from parameter_override where location = $1 and sku = $2 and parameter = $3
