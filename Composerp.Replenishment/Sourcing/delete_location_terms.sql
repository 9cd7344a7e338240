-- A location is like all others again.
--
-- $1 location text
delete from location_terms where location = $1
