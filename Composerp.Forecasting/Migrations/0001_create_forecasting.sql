-- Demand history, runs, and the forecasts that they made.
--
-- Codes compare byte by byte (collate "C"), in every database alike: lists, cursors and exports go in that order.
-- shard is the logical shard of the location, first in every key: the unit in which the ledger's events arrive and in
-- which a database may be distributed later.

create table item (
    sku text collate "C" primary key,
    name text not null,
    category text,
    unit text not null
);

create table location (
    code text collate "C" primary key,
    shard smallint not null,
    name text not null,
    kind text not null,
    -- IANA name: business days are days of this zone.
    time_zone text not null,
    go_live date,
    -- The days between which demand is known here; null where none is. Of a location and not of each series, since
    -- every day moves the last one.
    first_day date,
    last_day date
);

-- Every item and location of which a day is known, and the first of those days.
create table series (
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    first_day date not null,
    primary key (shard, location, sku)
);

create index series_of_item on series (sku);

-- Net demand of a business day: sold less returned, in ten-thousandths of a unit. 0 was observed to be 0; a day
-- without a row was not observed, or nothing moved.
create table demand (
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    day date not null,
    quantity bigint not null,
    primary key (shard, location, sku, day)
) with (fillfactor = 90);

create table forecast_run (
    id uuid primary key,
    -- Sent by the caller, or the day of a scheduled run: the same key starts one run only.
    idempotency_key text unique,
    status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed')),
    actor text,
    -- The last day of demand that the run is to see; null: it chooses.
    asked_origin date,
    -- The last day that it does see, once it is planned.
    origin date,
    horizon_days integer not null,
    history_days integer not null,
    -- Ascending, in (0, 1).
    levels double precision[] not null,
    -- Grows each time a process takes the run up; what an earlier one still writes is refused.
    claim integer not null default 0,
    series_total integer not null default 0,
    -- Dealt with, those that failed included.
    series_done integer not null default 0,
    series_failed integer not null default 0,
    -- The totals of its parts together, once it is completed.
    totals jsonb,
    problem text,
    requested_at timestamptz not null default now(),
    started_at timestamptz,
    completed_at timestamptz,
    forecasts_deleted_at timestamptz
) with (fillfactor = 50);

create index forecast_run_unfinished on forecast_run (id) where status in ('queued', 'running');

-- The unit of work of a run: neighbouring series of one shard, forecast and written in one transaction.
create table forecast_run_part (
    run_id uuid not null references forecast_run,
    shard smallint not null,
    part integer not null,
    first_location text collate "C" not null,
    first_sku text collate "C" not null,
    last_location text collate "C" not null,
    last_sku text collate "C" not null,
    -- null until it is done; then the series forecast, without those that failed, and their models and backtests summed.
    series_count integer,
    totals jsonb,
    primary key (run_id, shard, part)
);

-- One forecast of one run. Arrays hold one value per day of the horizon, nearest first, in units; quantiles hold all
-- days of the first level of the run, then those of the next. real: seven digits are more than any forecast is worth.
create table forecast_series (
    run_id uuid not null,
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    model text not null,
    mean real[] not null,
    sigma real[] not null,
    sum_sigma real[] not null,
    quantiles real[] not null,
    -- The model's backtest as sums over its days; null where the history was too short for one.
    backtest_days integer,
    actual double precision,
    absolute_error double precision,
    error double precision,
    squared_error double precision,
    pinball double precision,
    naive_error double precision,
    -- For each level the days whose demand was at or below the quantile.
    covered integer[],
    primary key (run_id, shard, location, sku)
);

-- A series that could not be forecast; the run goes on.
create table forecast_failure (
    run_id uuid not null,
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    reason text not null,
    primary key (run_id, shard, location, sku)
);
