-- Proposals that nobody decided on and that a later run replaced are of no use after a while; so are the lists of what
-- was skipped.
--
-- $1 before timestamptz
with forgotten as (
    delete from proposal
    where proposal.status = 'replaced' and proposal.decided_at < $1
),

forgotten_decision as (
    delete from joint_decision
    where
        joint_decision.decided_at < $1
        and not exists (select from proposal where proposal.allocation_id = joint_decision.id)
        and not exists (select from proposal where proposal.supplier_order_id = joint_decision.id)
)

delete from planning_skip
using planning_run
where planning_skip.run_id = planning_run.id and planning_run.completed_at < $1
