-- Proves the bounds that were set. Reads the whole table, beside whoever writes to it.
alter table entry_beyond validate constraint entry_beyond_bounds
