-- One relay at a time, until the end of the session. The number is any that nobody else takes: the ASCII codes of "rela".
select pg_try_advisory_lock(1919249505)
