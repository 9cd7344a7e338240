-- The items from which one takes over, itself first, the oldest last.
--
-- $1 sku text. Returns skus.
with recursive line (sku, place) as (
    select $1::text collate "C", 0
    union all
    select supersession.replaces, line.place + 1
    from line
    join supersession on supersession.sku = line.sku
)
select sku
from line
order by place
