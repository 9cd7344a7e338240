-- Marks the forecasts of all completed runs but the newest as deleted: from now on nobody is given them.
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
