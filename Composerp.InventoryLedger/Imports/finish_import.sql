-- Ends an import. $1 id text   $2 status text   $3 problem type text   $4 problem reason text   $5 problem line bigint
-- $6 problem column bigint; the last four null where it completed
update import
set
    status = $2,
    problem_type = $3,
    problem_reason = $4,
    problem_line = $5,
    problem_column = $6,
    completed_at = clock_timestamp()
where id = $1
