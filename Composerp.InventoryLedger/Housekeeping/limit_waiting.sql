-- Nobody waits longer for a lock than postings may: until the transaction ends.
select set_config('lock_timeout', '200ms', true)
