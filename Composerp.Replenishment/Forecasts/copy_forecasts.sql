copy forecast (
    -- Receives series in bulk, in binary form. (The driver insists on a statement that begins with "copy".)
    location, sku, shard, model, mean, sigma, sum_sigma, quantiles, sum_quantiles
) from stdin (format binary)
