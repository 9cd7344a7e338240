-- Lets a series be forecast again; who released it first stays. $1 id uuid   $2 actor text
update forecast_freeze
set released_at = now(), released_by = $2
where id = $1 and released_at is null
