-- Says what a run looked at, and takes away the changes that it dealt with.
--
-- $1 run id uuid   $2 scope text   $3 bigint[]: first and last id of each stretch of changes, one after the other
with seen as (
    delete from planning_change
    using generate_series(1, cardinality($3), 2) as stretch
    where planning_change.id between ($3)[stretch] and ($3)[stretch + 1]
)

update planning_run
set scope = $2
where planning_run.id = $1
