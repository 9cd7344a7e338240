-- Takes up the run that was left unfinished, else the one waiting longest. Returns nothing where there is none.
update forecast_run
set status = 'running', claim = claim + 1, started_at = coalesce(started_at, now())
where id = (
    select id
    from forecast_run
    where status in ('queued', 'running')
    order by status = 'running' desc, id
    limit 1
)
returning id, claim, asked_origin, origin, horizon_days, history_days, levels, scope, based_on
