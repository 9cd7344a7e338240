using System.Text.Json;
using Composerp.Contracts;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Replenishment.Forecasts;

/// <summary>Keeps the newest forecast of every shard: a run that is complete is fetched from forecasting and stored.</summary>
/// <remarks>
/// The event says that there is something to fetch, the export holds it; both take effect in the event's transaction. Of
/// several runs of a shard that arrive together only the newest is fetched.
/// </remarks>
internal sealed partial class ForecastRunsConsumer(ForecastExport export, ILogger<ForecastRunsConsumer> logger) : IEventHandler
{
    private static readonly string ReplaceForecastRun = SqlFile.Of<ForecastRunsConsumer>("replace_forecast_run.sql");
    private static readonly string CopyForecasts = SqlFile.Of<ForecastRunsConsumer>("copy_forecasts.sql");

    public async Task ApplyAsync(IReadOnlyList<LoggedEvent> events, NpgsqlTransaction transaction, CancellationToken token)
    {
        var newest = events
            .Where(logged => logged.Type == EventTypes.ForecastRunCompleted)
            .GroupBy(logged => logged.Shard)
            .Select(shard => shard.MaxBy(logged => logged.Sequence));

        foreach (var logged in newest.OfType<LoggedEvent>())
        {
            await ApplyAsync(logged, transaction, token);
        }
    }

    private async Task ApplyAsync(LoggedEvent logged, NpgsqlTransaction transaction, CancellationToken token)
    {
        var run = logged.Read(ContractsJson.Default.ForecastRunCompletedV1);

        if (run.Shard != logged.Shard)
        {
            throw new EventRefusedException($"Run {run.RunId} names shard {run.Shard} in the log of shard {logged.Shard}.");
        }

        using var response = await export.FindAsync(run.RunId, run.Shard, token);

        if (response is null)
        {
            if (await export.HeadAsync(logged.Shard, token) > logged.Sequence)
            {
                // Forecasting keeps its newest runs only; the next event brings one that is there.
                LogSkipped(run.RunId, run.Shard);

                return;
            }

            throw new EventRefusedException($"Forecasting does not have run {run.RunId}, although none is newer.");
        }

        if (await ReplaceAsync(run, logged.Sequence, transaction, token))
        {
            var count = await CopyAsync(run, response, transaction, token);
            LogStored(run.RunId, run.Shard, count);
        }
    }

    private static async Task<bool> ReplaceAsync(
        ForecastRunCompletedV1 run, long sequence, NpgsqlTransaction transaction, CancellationToken token)
    {
        var replaced = await transaction.Statement(ReplaceForecastRun)
            .With((short)run.Shard)
            .With(run.RunId)
            .With(run.Origin)
            .With(run.HorizonDays)
            .With(run.Levels.ToArray())
            .With(run.SeriesCount)
            .With(run.CompletedAt.ToUniversalTime())
            .With(sequence)
            .With(run.ComparedDemand)
            .With(run.AbsoluteError)
            .With(run.FinalAbsoluteError)
            .ListAsync(row => row.GetInt16(0), token);

        return replaced.Count > 0;
    }

    private static async Task<int> CopyAsync(
        ForecastRunCompletedV1 run, HttpResponseMessage response, NpgsqlTransaction transaction, CancellationToken token)
    {
        var seen = new HashSet<(string, string)>(run.SeriesCount);

        try
        {
            await using var copy = await Connection(transaction).BeginBinaryImportAsync(CopyForecasts, token);

            await foreach (var series in ForecastExport.ReadAsync(response, token))
            {
                if (!seen.Add((series.Location, series.Sku)) || Shards.OfLocation(series.Location) != run.Shard)
                {
                    throw new EventRefusedException(
                        $"The export of run {run.RunId} and shard {run.Shard} has {series.Sku} at {series.Location} twice, or where it does not belong.");
                }

                await WriteAsync(copy, series, run.Shard, token);
            }

            if (seen.Count != run.SeriesCount)
            {
                throw new EventRefusedException(
                    $"The export of run {run.RunId} and shard {run.Shard} has {seen.Count} series where {run.SeriesCount} were told.");
            }

            await copy.CompleteAsync(token);
        }
        catch (JsonException malformed)
        {
            throw new EventRefusedException($"The export of run {run.RunId} and shard {run.Shard}: {malformed.Message}", malformed);
        }

        return seen.Count;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, ForecastSeriesV1 series, int shard, CancellationToken token)
    {
        const NpgsqlDbType Reals = NpgsqlDbType.Array | NpgsqlDbType.Real;

        await copy.StartRowAsync(token);
        await copy.WriteAsync(series.Location, NpgsqlDbType.Text, token);
        await copy.WriteAsync(series.Sku, NpgsqlDbType.Text, token);
        await copy.WriteAsync((short)shard, NpgsqlDbType.Smallint, token);
        await copy.WriteAsync(series.Model, NpgsqlDbType.Text, token);
        await copy.WriteAsync(Single(series.Mean), Reals, token);
        await copy.WriteAsync(Single(series.Sigma), Reals, token);

        await WriteOrNullAsync(copy, series.SumSigma is { } sumSigma ? Single(sumSigma) : null, token);
        await copy.WriteAsync(Single([.. series.Quantiles.SelectMany(level => level)]), Reals, token);
        await WriteOrNullAsync(copy, series.SumQuantiles is { } sums ? Single([.. sums.SelectMany(level => level)]) : null, token);
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter copy, float[]? values, CancellationToken token) =>
        values is null ? copy.WriteNullAsync(token) : copy.WriteAsync(values, NpgsqlDbType.Array | NpgsqlDbType.Real, token);

    // Whether the numbers can be reckoned with is looked at where they are used: one bad series does not refuse a run.
    private static float[] Single(IReadOnlyList<double> values)
    {
        var single = new float[values.Count];

        for (var n = 0; n < single.Length; n++)
        {
            single[n] = (float)values[n];
        }

        return single;
    }

    private static NpgsqlConnection Connection(NpgsqlTransaction transaction) =>
        transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");

    [LoggerMessage(LogLevel.Information, "Stored {SeriesCount} series of forecast run {RunId}, shard {Shard}.")]
    private partial void LogStored(Guid runId, int shard, int seriesCount);

    [LoggerMessage(LogLevel.Information, "Skipped forecast run {RunId}, shard {Shard}: forecasting has replaced it.")]
    private partial void LogSkipped(Guid runId, int shard);
}
