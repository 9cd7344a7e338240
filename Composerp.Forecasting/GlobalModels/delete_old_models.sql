-- Deletes all models and launches but the newest, and but those that an unfinished run uses. $1 how many are kept integer
with model as (
    delete from global_model
    where version not in (select version from global_model order by version desc limit $1)
        and version not in (
            select global_model
            from forecast_run
            where status in ('queued', 'running') and global_model is not null
        )
)
delete from item_launches
where run_id not in (select run_id from item_launches order by origin desc, run_id desc limit $1)
    and run_id not in (
        select launches_of
        from forecast_run
        where status in ('queued', 'running') and launches_of is not null
    )
