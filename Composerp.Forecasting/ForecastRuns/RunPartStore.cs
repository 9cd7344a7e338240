using System.Text.Json;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Forecasting.ForecastRuns;

internal sealed record ForecastOfSeries(string Location, string Sku, Forecast Forecast);

internal sealed record FailedSeries(string Location, string Sku, string Reason);

/// <summary>Reads the demand of one part of a run and writes its forecasts.</summary>
internal sealed class RunPartStore(NpgsqlConnection connection, ClaimedRun run, RunPart part)
{
    private static readonly string CopyForecasts = SqlFile.Of<RunPartStore>("copy_forecasts.sql");
    private static readonly string AddFailures = SqlFile.Of<RunPartStore>("add_failures.sql");
    private static readonly string FinishPart = SqlFile.Of<RunPartStore>("finish_part.sql");

    public Task<List<RecordedHistory>> ReadHistoriesAsync(DateOnly origin, CancellationToken token) =>
        new HistoryRows(connection, part.Shard).ReadBetweenAsync(
            new(part.FirstLocation, part.FirstSku),
            new(part.LastLocation, part.LastSku),
            new(origin, run.HistoryDays, run.HorizonDays),
            token);

    /// <summary>Writes the part and notes that it is done, all or nothing.</summary>
    /// <exception cref="RunTakenOverException">Another process took the run up; nothing was written.</exception>
    public async Task WriteAsync(List<ForecastOfSeries> done, List<FailedSeries> failed, CancellationToken token)
    {
        await using var transaction = await connection.BeginTransactionAsync(token);

        await CopyAsync(done, token);
        await AddFailuresAsync(transaction, failed, token);
        await FinishAsync(transaction, done, failed.Count, token);

        await transaction.CommitAsync(token);
    }

    private async Task CopyAsync(List<ForecastOfSeries> done, CancellationToken token)
    {
        await using var rows = await connection.BeginBinaryImportAsync(CopyForecasts, token);

        foreach (var (location, sku, forecast) in done)
        {
            await rows.StartRowAsync(token);
            await rows.WriteAsync(run.Id, NpgsqlDbType.Uuid, token);
            await rows.WriteAsync((short)part.Shard, NpgsqlDbType.Smallint, token);
            await rows.WriteAsync(location, NpgsqlDbType.Text, token);
            await rows.WriteAsync(sku, NpgsqlDbType.Text, token);
            await rows.WriteAsync(forecast.ModelName, NpgsqlDbType.Text, token);
            await rows.WriteAsync(RealsOf(forecast.Mean), NpgsqlDbType.Array | NpgsqlDbType.Real, token);
            await rows.WriteAsync(RealsOf(forecast.Sigma), NpgsqlDbType.Array | NpgsqlDbType.Real, token);
            await rows.WriteAsync(RealsOf(forecast.SumSigma), NpgsqlDbType.Array | NpgsqlDbType.Real, token);
            await rows.WriteAsync(RealsOf([.. forecast.Quantiles.SelectMany(days => days)]), NpgsqlDbType.Array | NpgsqlDbType.Real, token);
            await WriteAccuracyAsync(rows, forecast.Accuracy, token);
        }

        await rows.CompleteAsync(token);
    }

    private static async Task WriteAccuracyAsync(NpgsqlBinaryImporter rows, ForecastAccuracy? accuracy, CancellationToken token)
    {
        if (accuracy is null)
        {
            for (var column = 0; column < 8; column++)
            {
                await rows.WriteNullAsync(token);
            }

            return;
        }

        await rows.WriteAsync(accuracy.Days, NpgsqlDbType.Integer, token);
        await rows.WriteAsync(accuracy.Actual, NpgsqlDbType.Double, token);
        await rows.WriteAsync(accuracy.AbsoluteError, NpgsqlDbType.Double, token);
        await rows.WriteAsync(accuracy.Error, NpgsqlDbType.Double, token);
        await rows.WriteAsync(accuracy.SquaredError, NpgsqlDbType.Double, token);
        await rows.WriteAsync(accuracy.Pinball, NpgsqlDbType.Double, token);
        await rows.WriteAsync(accuracy.NaiveError, NpgsqlDbType.Double, token);
        await rows.WriteAsync(accuracy.Covered.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer, token);
    }

    private async Task AddFailuresAsync(NpgsqlTransaction transaction, List<FailedSeries> failed, CancellationToken token)
    {
        if (failed.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(AddFailures, connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = run.Id },
                new NpgsqlParameter<short> { TypedValue = (short)part.Shard },
                new NpgsqlParameter<string[]> { TypedValue = [.. failed.Select(series => series.Location)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. failed.Select(series => series.Sku)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. failed.Select(series => series.Reason)] },
            },
        };
        await command.ExecuteNonQueryAsync(token);
    }

    private async Task FinishAsync(
        NpgsqlTransaction transaction, List<ForecastOfSeries> done, int failedCount, CancellationToken token)
    {
        var totals = RunTotals.Sum(done.Select(series => RunTotals.Of(series.Forecast)), run.Levels.Length);
        await using var command = new NpgsqlCommand(FinishPart, connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = run.Id },
                new NpgsqlParameter<int> { TypedValue = run.Claim },
                new NpgsqlParameter<short> { TypedValue = (short)part.Shard },
                new NpgsqlParameter<int> { TypedValue = part.Part },
                new NpgsqlParameter<int> { TypedValue = done.Count },
                new NpgsqlParameter<int> { TypedValue = failedCount },
                new NpgsqlParameter
                {
                    NpgsqlDbType = NpgsqlDbType.Jsonb,
                    Value = JsonSerializer.Serialize(totals, ForecastingJson.Default.RunTotals),
                },
            },
        };

        if (await command.ExecuteScalarAsync(token) is not 1L)
        {
            throw new RunTakenOverException(run.Id);
        }
    }

    private static float[] RealsOf(IReadOnlyList<double> values) => [.. values.Select(value => (float)value)];
}
