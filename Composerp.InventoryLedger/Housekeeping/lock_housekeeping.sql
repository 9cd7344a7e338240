-- Takes the right to look after the ledger until the transaction ends; false where another replica does.
select pg_try_advisory_xact_lock(hashtextextended('composerp.housekeeping', 0))
