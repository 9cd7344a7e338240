-- The forecasts of an earlier run that a part of a run keeps: of frozen series, and, where the run is incremental, of
-- those without news whose models are not too old.
--
-- $1 earlier run uuid   $2 incremental boolean
-- $3 shard smallint   $4 first location, $5 first sku, $6 last location, $7 last sku: the part's ends, both included
-- $8 origin date of the run   $9 history_days integer   $10 days after which models are fitted anew integer
-- $11 whether runs make levels add up boolean: else what the earlier one changed for that is forecast anew
--
-- News are demand and stock within the history, and marks of days, that the earlier run did not see for sure.
-- Transactions tell: those before news_from were over when it was planned. Where the numbers of transactions began anew (a
-- restored copy of the database), everything counts as news. So do marks of days that the earlier run did not reach, and
-- an item that takes over another's history, hands its own on, or no longer does.
--
-- The earlier run may itself have kept a forecast: fitted_origin is the last day that its models saw, while the arrays
-- begin on the day after the earlier run's origin.
select
    kept.location, kept.sku, kept.model, earlier.origin, coalesce(kept.fitted_origin, earlier.origin),
    kept.mean, kept.sigma, kept.sum_sigma, kept.quantiles, kept.sum_quantiles,
    kept.backtest_days, kept.actual, kept.absolute_error, kept.error, kept.squared_error, kept.pinball, kept.naive_error,
    kept.covered, kept.absolute_scale, kept.squared_scale, kept.global_share, kept.peer_share, kept.sums, kept.sums_covered
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
            and ($11 or coalesce(earlier.reconciliation ->> 'method', 'bottom-up') = 'bottom-up')
            and coalesce(kept.fitted_origin, earlier.origin) > $8::date - $10::integer
            and age(earlier.news_from::xid) >= 0
            and not exists (
                select
                from (
                    select shard, location, sku, day, xmin as changed_by from demand
                    union all
                    select shard, location, sku, day, xmin from stock_change
                ) as news
                where news.shard = kept.shard
                    and news.location = kept.location
                    and news.sku = kept.sku
                    and news.day > $8::date - $9::integer
                    and news.day <= $8
                    and age(news.changed_by) <= age(earlier.news_from::xid)
            )
            and not exists (
                select
                from day_mark
                where coalesce(day_mark.location, kept.location) = kept.location
                    and coalesce(day_mark.sku, kept.sku) = kept.sku
                    and (
                        age(day_mark.xmin) <= age(earlier.news_from::xid)
                        or (
                            day_mark.removed_at is null
                            and day_mark.first_day <= $8::date + earlier.horizon_days
                            and day_mark.last_day > earlier.origin + earlier.horizon_days
                        )
                    )
            )
            and not exists (select from supersession where kept.sku in (sku, replaces))
            and not exists (
                select
                from supersession_before
                where kept.sku in (sku, replaces) and age(supersession_before.xmin) <= age(earlier.news_from::xid)
            )
        )
    )
