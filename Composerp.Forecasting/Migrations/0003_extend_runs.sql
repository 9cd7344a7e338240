-- Runs over what is new only, cancelled runs, sums over lead times, the accuracy of what was forecast, and what people
-- add to it.

alter table forecast_run
    drop constraint forecast_run_status_check,
    add constraint forecast_run_status_check check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
    -- full: every series is forecast anew; incremental: those with news, the others keep their forecast.
    add column scope text not null default 'full' check (scope in ('full', 'incremental')),
    -- The run whose forecasts it may keep, once it is planned; null where there is none.
    add column based_on uuid,
    -- Changes by transactions before this one were seen by the run; null where it was planned by an older version.
    add column news_from xid8,
    -- Of the series done those that kept their forecast.
    add column series_carried integer not null default 0,
    add column cancelled_by text;

-- The last day whose actual demand was compared with the forecasts of the part; null before the first.
alter table forecast_run_part add column measured_through date;

alter table forecast_series
    -- The last day of demand that its models saw; null: the run's origin.
    add column fitted_origin date,
    -- Quantiles of the sum of all days up to and including each one, laid out as quantiles; null from an older version.
    add column sum_quantiles real[],
    -- What errors are scaled by, from the history that the models saw: the mean absolute error of the seasonal naive
    -- forecast, units, and the mean square of the differences between days, units squared; null where there is none.
    add column absolute_scale real,
    add column squared_scale real;

-- What people change in forecasts. It is applied where forecasts are read, so the statistical ones stay as they are.
create table adjustment (
    id uuid primary key,
    -- The same key makes one adjustment only.
    idempotency_key text unique,
    -- null: all locations, or all items.
    location text collate "C",
    sku text collate "C",
    -- Business days, both included.
    first_day date not null,
    last_day date not null,
    kind text not null check (kind in ('absolute', 'percent', 'delta')),
    -- absolute: units per day; percent: added to each day, -100 or more; delta: units added to each day.
    value double precision not null,
    reason text not null,
    actor text not null,
    created_at timestamptz not null default now(),
    -- The last day on which it has an effect; null: until it is withdrawn.
    expires_on date,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawal_reason text,
    -- What came of it: days compared with their actual demand, and sums over them, units.
    measured_days bigint not null default 0,
    actual double precision not null default 0,
    absolute_error_without double precision not null default 0,
    absolute_error_with double precision not null default 0,
    constraint adjustment_days_in_order check (first_day <= last_day)
);

create index adjustment_of_days on adjustment (last_day, first_day);

-- A series that keeps its forecast in every run whose origin is before the day.
create table forecast_freeze (
    id uuid primary key,
    idempotency_key text unique,
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    frozen_until date not null,
    reason text not null,
    actor text not null,
    created_at timestamptz not null default now(),
    released_at timestamptz,
    released_by text
);

create index forecast_freeze_of_series on forecast_freeze (shard, location, sku) where released_at is null;

-- The forecasts of one run for one series against the demand that came. Arrays hold one sum for each reach: day 1, days
-- 2 to 7, 8 to 14, 15 to 28, and later ones. Errors are forecast less demand, of the statistical mean.
create table forecast_measure (
    run_id uuid not null,
    shard smallint not null,
    location text collate "C" not null,
    sku text collate "C" not null,
    model text not null,
    days integer[] not null,
    actual double precision[] not null,
    absolute_error double precision[] not null,
    error double precision[] not null,
    squared_error double precision[] not null,
    pinball double precision[] not null,
    -- With the adjustments in effect.
    final_absolute_error double precision[] not null,
    final_error double precision[] not null,
    -- For each reach and level the days whose demand was at or below the quantile: all levels of the first reach first.
    covered integer[] not null,
    absolute_scale real,
    squared_scale real,
    primary key (run_id, shard, location, sku)
);

-- Whether forecasts drift: errors of the forecasts one day ahead, each day counting less the older it is.
create table forecast_drift (
    shard smallint not null,
    location text collate "C" not null,
    -- Empty: all series of the location together.
    sku text collate "C" not null,
    days integer not null,
    last_day date not null,
    actual double precision not null,
    error double precision not null,
    absolute_error double precision not null,
    -- What the forecasts themselves say of the variance of the summed error, units squared.
    variance double precision not null,
    -- Days at or below the highest quantile.
    covered double precision not null,
    counted double precision not null,
    -- What is beyond its limit now, and since which day.
    alarms text[] not null default '{}',
    alarm_since date,
    primary key (shard, location, sku)
);

create index forecast_drift_alarms on forecast_drift (shard, location, sku) where alarms <> '{}';
