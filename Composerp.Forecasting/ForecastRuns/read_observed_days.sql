-- Returns the first and the last day of demand over all series, null where there is none, and the time zones in use.
select
    (select min(first_day) from series),
    (select max(last_day) from series),
    array(select distinct time_zone from location)
