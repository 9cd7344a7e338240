copy forecast_level (
    run_id, level, region, location, category, series, mean, factors, model, own_mean, sigma, sum_sigma, quantiles,
    sum_quantiles
) from stdin (format binary)
-- Takes forecasts of levels. (The client wants "copy" to be the first word.)
