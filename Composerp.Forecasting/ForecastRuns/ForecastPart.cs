using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns.Levels;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>Forecasts one series; <see cref="Forecast.Of"/> in the service.</summary>
internal delegate Forecast SeriesForecaster(
    ReadOnlySpan<double> demand, int horizonDays, IReadOnlyList<double> levels, GlobalMember? member);

/// <summary>One part of a run: reads its demand, forecasts each series, and writes all of it in one transaction.</summary>
/// <remarks>
/// A series that cannot be forecast is noted and left out; one that keeps an earlier forecast is not forecast. Memory: the
/// demand and the forecasts of one part.
/// </remarks>
internal sealed partial class ForecastPart(
    NpgsqlDataSource database,
    SeriesForecaster forecaster,
    ForecastRunMetrics metrics,
    IOptions<ForecastRunOptions> options,
    ILogger<ForecastPart> logger)
{
    /// <exception cref="RunTakenOverException">Another process took the run up; nothing was written.</exception>
    public async Task RunAsync(ClaimedRun run, DateOnly origin, RunPart part, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var store = new RunPartStore(connection, run, part);
        var done = await store.ReadKeptAsync(origin, options.Value.RefitAfterDays, options.Value.Reconcile, token);
        var kept = done.Select(forecast => (forecast.Location, forecast.Sku)).ToHashSet();
        var failed = new List<FailedSeries>();
        var backtests = await PartBacktests.FindForAsync(connection, run, part, token);

        var histories = await store.ReadHistoriesAsync(origin, token);
        var items = await run.Learned.ReadItemsAsync(connection, histories.Select(series => series.Sku), token);
        var forecasting = new LearnedForecast(forecaster, run.Learned, items);

        foreach (var recorded in histories)
        {
            token.ThrowIfCancellationRequested();

            try
            {
                if (kept.Contains((recorded.Location, recorded.Sku)))
                {
                    backtests?.AddKept(recorded, origin);
                    continue;
                }

                var history = PreparedHistory.Of(recorded, origin, run.HistoryDays, run.HorizonDays);
                var forecast = forecasting.Of(recorded, history, run.HistoryDays, run.Levels).Times(history.Planned.Factors);
                done.Add(StoredForecast.Of(history, forecast));
                backtests?.Add(history, forecast);
            }
            catch (Exception fault) when (fault is ArithmeticException or ArgumentException or IndexOutOfRangeException or InvalidOperationException)
            {
                LogSeriesFailed(fault, run.Id, recorded.Location, recorded.Sku);
                failed.Add(new(recorded.Location, recorded.Sku, fault.Message));
            }
        }

        await store.WriteAsync(done, failed, backtests, token);
        metrics.SeriesDone(done.Count, failed.Count);
    }

    [LoggerMessage(LogLevel.Error, "Run {Run} could not forecast {Sku} at {Location}.")]
    private partial void LogSeriesFailed(Exception fault, Guid run, string location, string sku);
}
