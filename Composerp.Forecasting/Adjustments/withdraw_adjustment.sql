-- Ends an adjustment; who ended it first stays.
--
-- $1 id uuid   $2 actor text   $3 reason text or null
update adjustment
set withdrawn_at = now(), withdrawn_by = $2, withdrawal_reason = $3
where id = $1 and withdrawn_at is null
