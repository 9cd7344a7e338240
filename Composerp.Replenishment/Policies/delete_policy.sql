-- Ends the planning of an item at a location; its open proposal is withdrawn by the next run.
--
-- $1 location text   $2 sku text
delete from policy where location = $1 and sku = $2
