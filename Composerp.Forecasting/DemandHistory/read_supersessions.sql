-- The supersessions of items: those by which they take over, on to the first of the line, and those by which others take over
-- from them.
--
-- $1 skus text[]
-- Returns sku, the sku that it replaces, first day, factor.
with recursive line (sku, replaces, first_day, factor) as (
    select sku, replaces, first_day, factor
    from supersession
    where sku = any ($1)
    union
    select older.sku, older.replaces, older.first_day, older.factor
    from line
    join supersession as older on older.sku = line.replaces
)
select sku, replaces, first_day, factor
from line
union
select sku, replaces, first_day, factor
from supersession
where replaces = any ($1)
order by sku
