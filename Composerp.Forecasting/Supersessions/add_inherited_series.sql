-- Makes an item a series wherever the items are from which it takes over, and so on with those that take over from it: what is
-- not sold yet can be forecast.
--
-- $1 sku text
--
-- Looks before it inserts: so no series is locked that stays as it is.
with recursive heir (sku, replaces) as (
    select sku, replaces
    from supersession
    where sku = $1
    union
    select younger.sku, younger.replaces
    from heir
    join supersession as younger on younger.replaces = heir.sku
), line (sku, ancestor) as (
    select sku, replaces
    from heir
    union
    select line.sku, older.replaces
    from line
    join supersession as older on older.sku = line.ancestor
), inherited as (
    select old.shard, old.location, line.sku, min(old.first_day) as first_day
    from line
    join series as old on old.sku = line.ancestor
    group by old.shard, old.location, line.sku
)
insert into series (shard, location, sku, first_day)
select inherited.shard, inherited.location, inherited.sku, inherited.first_day
from inherited
left join series as own on own.shard = inherited.shard and own.location = inherited.location and own.sku = inherited.sku
where own.first_day is null or inherited.first_day < own.first_day
order by inherited.shard, inherited.location, inherited.sku
on conflict (shard, location, sku) do update
set first_day = least(series.first_day, excluded.first_day)
