-- Says what a run looked at, and takes away the changes that it dealt with.
--
-- $1 run id uuid   $2 scope text   $3 ids bigint[] of changes
with seen as (
    delete from planning_change
    where planning_change.id = any($3)
)

update planning_run
set scope = $2
where planning_run.id = $1
