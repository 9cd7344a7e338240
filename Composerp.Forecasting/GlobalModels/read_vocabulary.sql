-- The words that a model can know, each list in order. $1 most of each integer
select
    array(select distinct category collate "C" from item where category is not null order by 1 limit $1),
    array(select code from location where first_day is not null order by code limit $1),
    array(select distinct reason collate "C" from day_mark where kind = 'event' and removed_at is null order by 1 limit $1)
