-- Which of these codes are no supplier's.
--
-- $1 codes text[]
select wanted.code
from unnest($1) as wanted (code)
where not exists (select from supplier where supplier.code = wanted.code)
