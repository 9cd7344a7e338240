using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.ForecastRuns.Levels;

/// <summary>What the series of a part would have forecast of the newest days, summed by location and category.</summary>
/// <remarks>
/// A series too young for the whole backtest, or one that keeps its forecast, counts with what it sold: it does not tell for
/// or against any way of adding up.
/// </remarks>
internal sealed class PartBacktests
{
    private static readonly string ReadCategories = SqlFile.Of<PartBacktests>("read_categories.sql");
    private static readonly string AddBacktests = SqlFile.Of<PartBacktests>("add_backtests.sql");

    private readonly ClaimedRun _run;
    private readonly RunPart _part;
    private readonly IReadOnlyDictionary<string, string> _categories;
    private readonly LevelBacktest _days;
    private readonly Dictionary<(string Location, string Category), decimal[]> _sums = [];

    private PartBacktests(ClaimedRun run, RunPart part, IReadOnlyDictionary<string, string> categories, LevelBacktest days) =>
        (_run, _part, _categories, _days) = (run, part, categories, days);

    /// <returns>Null where the run takes over how an earlier one adds up, or looks too few days ahead to tell.</returns>
    public static async Task<PartBacktests?> FindForAsync(NpgsqlConnection connection, ClaimedRun run, RunPart part, CancellationToken token) =>
        run.IsWhole && LevelBacktest.FindFor(run.HorizonDays) is { } days
            ? new(run, part, await ReadCategoriesAsync(connection, part, token), days)
            : null;

    public void Add(PreparedHistory history, Forecast forecast) =>
        Add(history.Location, history.Sku, _days.FindMeans(forecast) ?? _days.NewestOf(history.Sold));

    public void AddKept(RecordedHistory recorded, DateOnly origin) =>
        Add(recorded.Location, recorded.Sku, _days.NewestOf(PreparedHistory.Of(recorded, origin, _run.HistoryDays, _run.HorizonDays).Sold));

    public async Task WriteAsync(NpgsqlTransaction transaction, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(AddBacktests, transaction.Connection, transaction)
        {
            Parameters =
            {
                Value(_run.Id),
                Value((short)_part.Shard),
                Value(_part.Part),
                Value(_sums.Keys.Select(key => key.Location).ToArray()),
                Value(_sums.Keys.Select(key => key.Category).ToArray()),
                Value(_sums.Values.SelectMany(means => means).ToArray()),
                Value(_days.Count),
            },
        };
        await command.ExecuteNonQueryAsync(token);
    }

    private static async Task<Dictionary<string, string>> ReadCategoriesAsync(NpgsqlConnection connection, RunPart part, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(ReadCategories, connection)
        {
            Parameters =
            {
                Value((short)part.Shard), Value(part.FirstLocation), Value(part.FirstSku), Value(part.LastLocation), Value(part.LastSku),
            },
        };
        await using var rows = await command.ExecuteReaderAsync(token);
        var categories = new Dictionary<string, string>();

        while (await rows.ReadAsync(token))
        {
            categories[rows.GetString(0)] = rows.GetString(1);
        }

        return categories;
    }

    private void Add(string location, string sku, double[] means)
    {
        var key = (location, _categories.GetValueOrDefault(sku, ""));

        if (!_sums.TryGetValue(key, out var sums))
        {
            _sums[key] = sums = new decimal[means.Length];
        }

        for (var day = 0; day < sums.Length; day++)
        {
            sums[day] += Math.Round((decimal)means[day], 6);
        }
    }
}
