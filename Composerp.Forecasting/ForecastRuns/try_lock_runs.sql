-- Takes the lock of whoever works on runs, for as long as the caller's transaction is open. Returns whether it was free.
-- The lock belongs to the transaction and not to the session, so that it also works through a pooler; the transaction
-- stays idle, holds no snapshot, and so keeps nothing from being vacuumed. The number is arbitrary.
select pg_try_advisory_xact_lock(4611001)
