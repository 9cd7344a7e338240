-- Notes how the levels of a run add up, which the caller has locked; the backtests that told it are not needed any more.
--
-- $1 id uuid   $2 reconciliation jsonb
with backtest as (
    delete from forecast_backtest
    where run_id = $1
)
update forecast_run
set reconciliation = $2
where id = $1
