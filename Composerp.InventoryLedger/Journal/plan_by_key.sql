-- Everything that posting reads or changes, it finds by key, and how many keys that are says nothing about the table. Left to
-- itself the planner takes what it saw when a table was small, and reads all of it for a batch, until the next analysis.
--
-- For the rest of the transaction.
select
    set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true),
    -- A table that has no key to go by looks so dear without a scan that its one row would be compiled for.
    set_config('jit', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true)
