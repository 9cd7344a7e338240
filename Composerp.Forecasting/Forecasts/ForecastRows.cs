using System.Runtime.CompilerServices;
using Composerp.Contracts;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Forecasts;

/// <summary>Which forecasts of a run a caller wants, and how many.</summary>
/// <param name="After">Location and sku of the last one of the page before.</param>
internal sealed record ForecastFilter(string? Location, string? Sku, IReadOnlyList<string>? After, int Limit);

/// <summary>The backtest behind one forecast; null where the history was too short.</summary>
internal sealed record AccuracyOfSeries(string Location, string Sku, string Model, ForecastAccuracy? Accuracy);

/// <summary>Reads the forecasts of a run in the order of the key: shard, location, sku.</summary>
internal sealed class ForecastRows(NpgsqlDataSource database)
{
    private static readonly string ListForecasts = SqlFile.Of<ForecastRows>("list_forecasts.sql");
    private static readonly string ListAccuracy = SqlFile.Of<ForecastRows>("list_accuracy.sql");
    private static readonly string ExportForecasts = SqlFile.Of<ForecastRows>("export_forecasts.sql");

    public async Task<List<StoredSeries>> ListAsync(Guid run, ForecastFilter filter, CancellationToken token)
    {
        await using var command = CommandOf(ListForecasts, run, filter);
        await using var rows = await command.ExecuteReaderAsync(token);
        var forecasts = new List<StoredSeries>();

        while (await rows.ReadAsync(token))
        {
            forecasts.Add(StoredSeries.Of(rows));
        }

        return forecasts;
    }

    public async Task<List<AccuracyOfSeries>> ListAccuracyAsync(Guid run, ForecastFilter filter, CancellationToken token)
    {
        await using var command = CommandOf(ListAccuracy, run, filter);
        await using var rows = await command.ExecuteReaderAsync(token);
        var accuracies = new List<AccuracyOfSeries>();

        while (await rows.ReadAsync(token))
        {
            accuracies.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2), AccuracyOf(rows)));
        }

        return accuracies;
    }

    /// <param name="shard">null for all shards.</param>
    public async IAsyncEnumerable<ForecastSeriesV1> ExportAsync(
        ReadableRun run, int? shard, DemandAdjustments adjustments, [EnumeratorCancellation] CancellationToken token)
    {
        await using var command = Of(
            database, ExportForecasts, Value(run.Id), Nullable(NpgsqlDbType.Smallint, (short?)shard));
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            yield return StoredSeries.Of(rows).ToContract(run.Origin, adjustments);
        }
    }

    private NpgsqlCommand CommandOf(string sql, Guid run, ForecastFilter filter) => Of(
        database,
        sql,
        Value(run),
        Nullable(NpgsqlDbType.Smallint, ShardOf(filter.Location)),
        Nullable(NpgsqlDbType.Text, filter.Location),
        Nullable(NpgsqlDbType.Text, filter.Sku),
        Nullable(NpgsqlDbType.Smallint, ShardOf(filter.After?[0])),
        Nullable(NpgsqlDbType.Text, filter.After?[0]),
        Nullable(NpgsqlDbType.Text, filter.After?[1]),
        Value(filter.Limit));

    private static short? ShardOf(string? location) => location is null ? null : (short)Shards.OfLocation(location);

    private static ForecastAccuracy? AccuracyOf(NpgsqlDataReader row) => row.GetFieldValue<int?>(3) is { } days
        ? new(
            days,
            row.GetDouble(4),
            row.GetDouble(5),
            row.GetDouble(6),
            row.GetDouble(7),
            row.GetDouble(8),
            row.GetDouble(9),
            row.GetFieldValue<int[]>(10))
        {
            Sums = row.GetFieldValue<int?>(11) ?? 0,
            SumsCovered = DatabaseRow.Find<int[]>(row, 12) ?? [],
        }
        : null;
}
