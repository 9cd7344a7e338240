-- $1 sku text. The rows affected are 0 where it takes over from none.
delete from supersession
where sku = $1
