-- Marks the forecasts of completed runs as deleted, from when on nobody is given them: of all but the newest, and but one
-- of each of the last five weeks, so that forecasts of days far ahead are there to be compared when those come.
--
-- $1 completed runs kept integer
update forecast_run
set forecasts_deleted_at = now()
where status = 'completed'
    and forecasts_deleted_at is null
    and id not in (
        select id
        from forecast_run
        where status = 'completed'
        order by completed_at desc, id desc
        limit $1
    )
    and id not in (
        select distinct on (date_trunc('week', origin)) id
        from forecast_run
        where status = 'completed'
            and forecasts_deleted_at is null
            and origin > (select max(origin) - 35 from forecast_run where status = 'completed')
        order by date_trunc('week', origin), origin, completed_at desc, id desc
    )
