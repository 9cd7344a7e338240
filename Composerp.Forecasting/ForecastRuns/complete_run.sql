-- Marks a run completed, which the caller has locked.
--
-- $1 id uuid   $2 totals jsonb. Returns when.
update forecast_run
set status = 'completed', completed_at = now(), series_total = series_done, totals = $2
where id = $1
returning completed_at
