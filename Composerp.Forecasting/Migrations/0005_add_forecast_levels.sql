-- Forecasts of categories, locations, regions and everything, which add up with those of the series.

-- How the levels of a run were made to add up; null until that is decided, and of runs from an older version.
alter table forecast_run add column reconciliation jsonb;

-- Whether the forecasts of the part have taken over what the levels above say; stays false where nothing changes them.
alter table forecast_run_part add column reconciled boolean not null default false;

-- What the series of a part would have forecast of the newest days, summed over a category at a location, oldest day
-- first, units. Gone when the levels are made.
create table forecast_backtest (
    run_id uuid not null,
    shard smallint not null,
    part integer not null,
    location text collate "C" not null,
    -- Empty: items without one.
    category text collate "C" not null,
    -- Exact, so that it does not matter how series were cut into parts.
    means numeric[] not null,
    primary key (run_id, shard, part, location, category)
);

-- One forecast of a level above the series. Arrays as in forecast_series.
create table forecast_level (
    run_id uuid not null,
    -- From the top: 0 total, 1 region, 2 location, 3 category at a location.
    level smallint not null check (level between 0 and 3),
    -- Empty above their level; category also of items without one.
    region text collate "C" not null,
    location text collate "C" not null,
    category text collate "C" not null,
    -- Series below it that the run has forecasts of.
    series integer not null,
    -- The sum of its series; null until they have taken over their factors.
    mean double precision[],
    -- By what each day of the series of a category was multiplied; null of other levels, and where nothing was changed.
    factors double precision[],
    -- What its own history says: the model, its means and how far they may be off. Read relative to mean.
    model text not null,
    own_mean real[] not null,
    sigma real[] not null,
    sum_sigma real[] not null,
    quantiles real[] not null,
    sum_quantiles real[] not null,
    primary key (run_id, level, region, location, category)
);

-- Windows of the backtest whose sums were compared, and for each level those at or below the quantile of the sum; null
-- from an older version.
alter table forecast_series
    add column sums integer,
    add column sums_covered integer[];
