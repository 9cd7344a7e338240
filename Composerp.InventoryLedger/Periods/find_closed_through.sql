-- The last business day that takes no more movements; null where no period is closed.
select closed_through
from period
