-- Takes the lock of whoever measures, for as long as the caller's transaction is open. Returns whether it was free.
-- The number is arbitrary.
select pg_try_advisory_xact_lock(4611002)
