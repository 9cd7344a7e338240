-- Deletes a rule. What no other rule is for is planned no more; its open proposal is withdrawn by the next run.
--
-- $1 name text
delete from policy_rule where name = $1
