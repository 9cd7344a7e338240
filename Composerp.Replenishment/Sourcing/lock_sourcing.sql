-- One change of the network at a time, until the end of the transaction: two that are fine alone could make a circle
-- together. The number is any that nobody else takes: the ASCII codes of "lane".
select pg_advisory_xact_lock(1818324581)
