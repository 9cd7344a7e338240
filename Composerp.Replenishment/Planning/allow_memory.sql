-- For the rest of the transaction: room to join millions of rows without writing them out, and no compilation, which takes longer
-- than what a small run asks for.
select set_config('work_mem', '256MB', true), set_config('jit', 'off', true)
