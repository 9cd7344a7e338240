copy forecast_series (
    run_id, shard, location, sku, model, mean, sigma, sum_sigma, quantiles, sum_quantiles, fitted_origin,
    absolute_scale, squared_scale, global_share, peer_share,
    backtest_days, actual, absolute_error, error, squared_error, pinball, naive_error, covered,
    sums, sums_covered
) from stdin (format binary)
-- Takes the forecasts of one part. (The client wants "copy" to be the first word.)
