-- What runs learn from many series together: a global model, and how items sold when they were new.

-- What one unit costs, by which items are like others; null where the ledger never told.
alter table item add column unit_cost numeric;

-- Models of boosted trees, one for each full run that trained one; the newest are kept.
create table global_model (
    version integer primary key generated always as identity,
    run_id uuid not null unique,
    -- The last day of demand that it saw, and days ahead that it forecasts.
    origin date not null,
    horizon_days integer not null,
    trained_at timestamptz not null default now(),
    seed bigint not null,
    rows_sampled integer not null,
    series_sampled integer not null,
    series_total integer not null,
    -- The words behind its numbers: 0 is the first one; of events 1, since 0 is none.
    categories text[] not null,
    places text[] not null,
    events text[] not null,
    -- Its share in forecasts by class of demand: none, smooth, erratic, intermittent, lumpy.
    shares double precision[] not null,
    -- Series of the backtest that chose those, and scaled pinball losses over it: of the local forecasts, of the model
    -- alone, and of both together with these shares.
    series_judged integer not null,
    local_loss double precision not null,
    global_loss double precision not null,
    combined_loss double precision not null,
    -- For each feature its share in what splitting gained; the sum is 1.
    importances double precision[] not null,
    -- The model itself, and the one of the backtests, which saw only what was before the oldest origin of those.
    trees text not null,
    earlier_trees text not null
);

-- Days of items from their first sale on, as many as a run learned from: of each the same number of values, in units.
create table item_launches (
    run_id uuid primary key,
    origin date not null,
    -- null: it has none, or it is not known.
    categories text[] not null,
    prices double precision[] not null,
    first_days date[] not null,
    demand real[] not null
);

alter table forecast_run
    -- The model that all its parts use; null where it uses none, and then why.
    add column global_model integer,
    add column global_model_absence text,
    -- The run that learned the launches which it uses; null where it uses none.
    add column launches_of uuid;

alter table forecast_series
    -- 0 to 1; null: 0. The share of the global model in what comes from the item's own history, and that of similar items.
    add column global_share real,
    add column peer_share real;
