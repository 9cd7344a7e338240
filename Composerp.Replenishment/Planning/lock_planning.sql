-- One planning run at a time, over all replicas, until the end of the transaction. The number is any that nobody else
-- takes: the ASCII codes of "plan".
select pg_advisory_xact_lock(1886151022)
