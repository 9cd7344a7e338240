-- Rejects an open proposal.
--
-- $1 id uuid   $2 actor text   $3 now timestamptz   $4 reason text
update proposal
set status = 'rejected', decided_by = $2, decided_at = $3, decision_reason = $4
where id = $1 and status = 'proposed'
