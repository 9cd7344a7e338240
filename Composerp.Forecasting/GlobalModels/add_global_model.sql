-- Keeps the model that a run trained.
--
-- $1 run_id uuid   $2 origin date   $3 horizon_days integer   $4 seed bigint
-- $5 rows sampled integer   $6 series sampled integer   $7 series in all integer
-- $8 categories text[]   $9 places text[]   $10 events text[]   $11 shares double precision[]   $12 series judged integer
-- $13 local, $14 global, $15 combined loss double precision   $16 importances double precision[]
-- $17 trees text   $18 earlier trees text
-- Returns its version.
insert into global_model (
    run_id, origin, horizon_days, seed, rows_sampled, series_sampled, series_total, categories, places, events, shares,
    series_judged, local_loss, global_loss, combined_loss, importances, trees, earlier_trees)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
returning version
