-- The forecasts of an earlier run that a part of a run keeps: of frozen series, and, where the run is incremental, of
-- those without news whose models are not too old.
--
-- $1 earlier run uuid   $2 incremental boolean
-- $3 shard smallint   $4 first location, $5 first sku, $6 last location, $7 last sku: the part's ends, both included
-- $8 origin date of the run   $9 history_days integer   $10 days after which models are fitted anew integer
--
-- News are rows of demand, within the history, that the earlier run did not see for sure. Transactions tell: those
-- before news_from were over when it was planned. Where the numbers of transactions began anew (a restored copy of
-- the database), everything counts as news.
--
-- The earlier run may itself have kept a forecast: fitted_origin is the last day that its models saw, while the arrays
-- begin on the day after the earlier run's origin.
select
    kept.location, kept.sku, kept.model, earlier.origin, coalesce(kept.fitted_origin, earlier.origin),
    kept.mean, kept.sigma, kept.sum_sigma, kept.quantiles, kept.sum_quantiles,
    kept.backtest_days, kept.actual, kept.absolute_error, kept.error, kept.squared_error, kept.pinball, kept.naive_error,
    kept.covered, kept.absolute_scale, kept.squared_scale
from forecast_run as earlier
join forecast_series as kept on kept.run_id = earlier.id
where earlier.id = $1
    and kept.shard = $3
    and (kept.location, kept.sku) >= ($4, $5)
    and (kept.location, kept.sku) <= ($6, $7)
    and (
        exists (
            select
            from forecast_freeze
            where forecast_freeze.shard = kept.shard
                and forecast_freeze.location = kept.location
                and forecast_freeze.sku = kept.sku
                and forecast_freeze.frozen_until > $8
                and forecast_freeze.released_at is null
        )
        or (
            $2
            and coalesce(kept.fitted_origin, earlier.origin) > $8::date - $10::integer
            and age(earlier.news_from::xid) >= 0
            and not exists (
                select
                from demand
                where demand.shard = kept.shard
                    and demand.location = kept.location
                    and demand.sku = kept.sku
                    and demand.day > $8::date - $9::integer
                    and demand.day <= $8
                    and age(demand.xmin) <= age(earlier.news_from::xid)
            )
        )
    )
