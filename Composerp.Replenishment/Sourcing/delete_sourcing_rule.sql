-- Deletes a rule of where goods come from.
--
-- $1 name text
delete from sourcing_rule where name = $1
