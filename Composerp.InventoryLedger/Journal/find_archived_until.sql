-- No entry that is archived, or about to be, was recorded or occurred later; null where none is.
select max(until) filter (where until > '-infinity')
from (select greatest(until, prepared_until) as until from archive) as archived
