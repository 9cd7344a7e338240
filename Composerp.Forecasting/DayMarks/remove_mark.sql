-- Takes a mark off its days; it is kept as removed.
--
-- $1 id uuid   $2 actor text or null. The rows affected are 0 where there is no such mark.
update day_mark
set removed_at = now(), removed_by = $2
where id = $1 and removed_at is null
