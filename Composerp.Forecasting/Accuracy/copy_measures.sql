copy forecast_measure (
    run_id, shard, location, sku, model, days, actual, absolute_error, error, squared_error, pinball,
    final_absolute_error, final_error, covered, absolute_scale, squared_scale
) from stdin (format binary)
-- Takes the measures of one part. (The client wants "copy" to be the first word.)
