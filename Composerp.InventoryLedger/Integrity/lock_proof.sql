-- Takes the right to prove until the transaction ends; false where somebody proves already.
select pg_try_advisory_xact_lock(hashtextextended('composerp.integrity', 0))
