-- Proposals that nobody decided on and that a later run replaced are of no use after a while; so are the lists of what
-- was skipped.
--
-- $1 before timestamptz
with forgotten as (
    delete from proposal
    where proposal.status = 'replaced' and proposal.decided_at < $1
)

delete from planning_skip
using planning_run
where planning_skip.run_id = planning_run.id and planning_run.completed_at < $1
