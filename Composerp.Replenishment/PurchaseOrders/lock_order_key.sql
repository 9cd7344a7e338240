-- One at a time of those who send the same idempotency key.
--
-- $1 key text
select pg_advisory_xact_lock(hashtextextended($1, 7))
