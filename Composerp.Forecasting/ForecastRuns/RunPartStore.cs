using System.Text.Json;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.Forecasting.ForecastRuns.Levels;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>Reads the demand of one part of a run and writes its forecasts.</summary>
internal sealed class RunPartStore(NpgsqlConnection connection, ClaimedRun run, RunPart part)
{
    private const NpgsqlDbType Reals = NpgsqlDbType.Array | NpgsqlDbType.Real;

    private static readonly string ReadKeptForecasts = SqlFile.Of<RunPartStore>("read_kept_forecasts.sql");
    private static readonly string CopyForecasts = SqlFile.Of<RunPartStore>("copy_forecasts.sql");
    private static readonly string AddFailures = SqlFile.Of<RunPartStore>("add_failures.sql");
    private static readonly string FinishPart = SqlFile.Of<RunPartStore>("finish_part.sql");

    public Task<List<RecordedHistory>> ReadHistoriesAsync(DateOnly origin, CancellationToken token) =>
        new HistoryRows(connection, part.Shard).ReadBetweenAsync(
            new(part.FirstLocation, part.FirstSku),
            new(part.LastLocation, part.LastSku),
            new(origin, run.HistoryDays, run.HorizonDays),
            token);

    /// <summary>The forecasts that series of the part keep, as they stand at the origin.</summary>
    /// <param name="reconciles">Whether runs make levels add up: else what an earlier one changed for that is not kept.</param>
    public async Task<List<StoredForecast>> ReadKeptAsync(DateOnly origin, int refitAfterDays, bool reconciles, CancellationToken token)
    {
        var kept = new List<StoredForecast>();

        if (run.BasedOn is not { } earlier)
        {
            return kept;
        }

        await using var command = new NpgsqlCommand(ReadKeptForecasts, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = earlier },
                new NpgsqlParameter<bool> { TypedValue = run.Scope == RunScopes.Incremental },
                new NpgsqlParameter<short> { TypedValue = (short)part.Shard },
                new NpgsqlParameter<string> { TypedValue = part.FirstLocation },
                new NpgsqlParameter<string> { TypedValue = part.FirstSku },
                new NpgsqlParameter<string> { TypedValue = part.LastLocation },
                new NpgsqlParameter<string> { TypedValue = part.LastSku },
                new NpgsqlParameter<DateOnly> { TypedValue = origin },
                new NpgsqlParameter<int> { TypedValue = run.HistoryDays },
                new NpgsqlParameter<int> { TypedValue = refitAfterDays },
                new NpgsqlParameter<bool> { TypedValue = reconciles },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            kept.Add(StoredForecast.Kept(rows, origin, run.HorizonDays));
        }

        return kept;
    }

    /// <summary>Writes the part and notes that it is done, all or nothing.</summary>
    /// <exception cref="RunTakenOverException">Another process took the run up; nothing was written.</exception>
    public async Task WriteAsync(
        List<StoredForecast> done, List<FailedSeries> failed, PartBacktests? backtests, CancellationToken token)
    {
        await using var transaction = await connection.BeginTransactionAsync(token);

        await CopyAsync(done, token);
        await AddFailuresAsync(transaction, failed, token);

        if (backtests is not null)
        {
            await backtests.WriteAsync(transaction, token);
        }

        await FinishAsync(transaction, done, failed.Count, token);

        await transaction.CommitAsync(token);
    }

    internal async Task CopyAsync(IReadOnlyList<StoredForecast> done, CancellationToken token)
    {
        await using var rows = await connection.BeginBinaryImportAsync(CopyForecasts, token);

        foreach (var forecast in done)
        {
            var numbers = forecast.Numbers;
            await rows.StartRowAsync(token);
            await rows.WriteAsync(run.Id, NpgsqlDbType.Uuid, token);
            await rows.WriteAsync((short)part.Shard, NpgsqlDbType.Smallint, token);
            await rows.WriteAsync(forecast.Location, NpgsqlDbType.Text, token);
            await rows.WriteAsync(forecast.Sku, NpgsqlDbType.Text, token);
            await rows.WriteAsync(forecast.Model, NpgsqlDbType.Text, token);
            await rows.WriteAsync(RealsOf(numbers.Mean), Reals, token);
            await rows.WriteAsync(RealsOf(numbers.Sigma), Reals, token);
            await rows.WriteAsync(RealsOf(numbers.SumSigma), Reals, token);
            await rows.WriteAsync(RealsOf([.. numbers.Quantiles.SelectMany(days => days)]), Reals, token);
            await WriteOrNullAsync(rows, numbers.SumQuantiles is { } sums ? RealsOf([.. sums.SelectMany(days => days)]) : null, Reals, token);
            await WriteOrNullAsync(rows, (object?)forecast.FittedOrigin, NpgsqlDbType.Date, token);
            await WriteOrNullAsync(rows, (float?)forecast.Scale.Absolute, NpgsqlDbType.Real, token);
            await WriteOrNullAsync(rows, (float?)forecast.Scale.Squared, NpgsqlDbType.Real, token);
            await rows.WriteAsync(forecast.GlobalShare, NpgsqlDbType.Real, token);
            await rows.WriteAsync(forecast.PeerShare, NpgsqlDbType.Real, token);
            await WriteAccuracyAsync(rows, forecast.Accuracy, token);
        }

        await rows.CompleteAsync(token);
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter rows, object? value, NpgsqlDbType type, CancellationToken token) =>
        value is null ? rows.WriteNullAsync(token) : rows.WriteAsync(value, type, token);

    private static async Task WriteAccuracyAsync(NpgsqlBinaryImporter rows, ForecastAccuracy? accuracy, CancellationToken token)
    {
        if (accuracy is null)
        {
            for (var column = 0; column < 10; column++)
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
        await rows.WriteAsync(accuracy.Sums, NpgsqlDbType.Integer, token);
        await rows.WriteAsync(accuracy.SumsCovered.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer, token);
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
        NpgsqlTransaction transaction, List<StoredForecast> done, int failedCount, CancellationToken token)
    {
        var totals = RunTotals.Sum(done.Select(series => RunTotals.Of(series.Model, series.Accuracy)), run.Levels.Length);
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
                new NpgsqlParameter<int> { TypedValue = done.Count(series => series.FittedOrigin is not null) },
            },
        };

        if (await command.ExecuteScalarAsync(token) is not 1L)
        {
            throw new RunTakenOverException(run.Id);
        }
    }

    private static float[] RealsOf(IReadOnlyList<double> values) => [.. values.Select(value => (float)value)];
}
