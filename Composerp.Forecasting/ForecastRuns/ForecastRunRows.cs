using System.Text.Json;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>Reads runs, newest first.</summary>
internal sealed class ForecastRunRows(NpgsqlDataSource database)
{
    private static readonly string ReadRuns = SqlFile.Of<ForecastRunRows>("read_runs.sql");

    public async Task<ForecastRun?> FindAsync(Guid id, CancellationToken token) =>
        await ReadAsync(id, null, 1, token) is [var run] ? run : null;

    /// <param name="before">The last run of the page before.</param>
    public Task<List<ForecastRun>> ListAsync(Guid? before, int limit, CancellationToken token) =>
        ReadAsync(null, before, limit, token);

    private async Task<List<ForecastRun>> ReadAsync(Guid? id, Guid? before, int limit, CancellationToken token)
    {
        await using var command = Of(
            database, ReadRuns, Nullable(NpgsqlDbType.Uuid, id), Nullable(NpgsqlDbType.Uuid, before), Value(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var runs = new List<ForecastRun>();

        while (await rows.ReadAsync(token))
        {
            runs.Add(RunOf(rows));
        }

        return runs;
    }

    private static ForecastRun RunOf(NpgsqlDataReader row)
    {
        var totals = DatabaseRow.Find<string>(row, 9) is { } json
            ? JsonSerializer.Deserialize(json, ForecastingJson.Default.RunTotals)
            : null;

        return new(
            row.GetGuid(0),
            row.GetString(1),
            DatabaseRow.Find<string>(row, 2),
            row.GetFieldValue<DateOnly?>(3),
            row.GetInt32(4),
            row.GetFieldValue<double[]>(5),
            row.GetInt32(6),
            row.GetInt32(7),
            row.GetInt32(8),
            totals?.Models,
            totals is null ? null : RunAccuracy.Of(totals),
            DatabaseRow.Find<string>(row, 10),
            row.GetFieldValue<DateTimeOffset>(11),
            row.GetFieldValue<DateTimeOffset?>(12),
            row.GetFieldValue<DateTimeOffset?>(13),
            row.GetFieldValue<DateTimeOffset?>(14),
            row.GetString(15),
            row.GetFieldValue<Guid?>(16),
            row.GetInt32(17),
            DatabaseRow.Find<string>(row, 18),
            row.GetFieldValue<int?>(19),
            DatabaseRow.Find<string>(row, 20));
    }
}
