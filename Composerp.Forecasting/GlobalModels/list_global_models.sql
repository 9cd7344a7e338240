-- Models, newest first.
--
-- $1 version integer: this one only, or null   $2 before integer: go on after this one, or null   $3 limit integer
select
    version, run_id, origin, horizon_days, trained_at, seed, rows_sampled, series_sampled, series_total, shares,
    series_judged, local_loss, global_loss, combined_loss, importances
from global_model
where ($1::integer is null or version = $1)
    and ($2::integer is null or version < $2)
order by version desc
limit $3
