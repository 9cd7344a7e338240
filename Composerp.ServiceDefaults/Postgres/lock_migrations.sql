-- One migrator at a time in this database, until the end of the transaction (session locks would not survive a pooler).
-- The number is any that nobody else takes: the ASCII codes of "migr".
select pg_advisory_xact_lock(1835624306)
