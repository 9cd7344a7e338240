using System.Runtime.CompilerServices;
using Composerp.Forecasting.DemandHistory;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.GlobalModels;

/// <summary>A series that was drawn to learn from.</summary>
/// <param name="Place">In the draw, from 1: those of the first places are a smaller draw.</param>
/// <param name="RecordedFrom">The first day of which its location knows any demand.</param>
internal sealed record DrawnSeries(int Shard, SeriesKey Key, int Place, DateOnly RecordedFrom);

/// <summary>A drawn series, with what is recorded of it and what its item is.</summary>
internal sealed record KnownSeries(DrawnSeries Drawn, RecordedHistory Recorded, ItemTraits Item);

/// <summary>Reads drawn series a batch at a time: memory is that of a batch, however many there are.</summary>
internal sealed class DrawnSeriesRows(NpgsqlConnection connection)
{
    private const int BatchMax = 100;

    private static readonly string CountSeries = SqlFile.Of<DrawnSeriesRows>("count_series.sql");
    private static readonly string DrawSeries = SqlFile.Of<DrawnSeriesRows>("draw_series.sql");
    private static readonly string DrawLaunches = SqlFile.Of<DrawnSeriesRows>("draw_launches.sql");
    private static readonly string ReadVocabulary = SqlFile.Of<DrawnSeriesRows>("read_vocabulary.sql");
    private static readonly string ReadItemTraits = SqlFile.Of<DrawnSeriesRows>("read_item_traits.sql");

    /// <summary>Series that there are, and their days together.</summary>
    public async Task<(int Series, long Days)> CountAsync(DateOnly origin, int historyDays, CancellationToken token)
    {
        await using var command = CommandOf(CountSeries, Value(origin), Value(historyDays));
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return (row.GetInt32(0), row.GetInt64(1));
    }

    public Task<List<DrawnSeries>> DrawAsync(DateOnly origin, long seed, int max, CancellationToken token) =>
        DrawAsync(CommandOf(DrawSeries, Value(origin), Value($"{seed} "), Value(max)), token);

    public Task<List<DrawnSeries>> DrawLaunchesAsync(DateOnly origin, long seed, int max, CancellationToken token) => DrawAsync(
        CommandOf(
            DrawLaunches, Value(origin), Value($"{seed} "), Value(max), Value(ItemLaunch.Days), Value(ItemLaunch.OldDays)),
        token);

    /// <param name="most">Words of each kind.</param>
    public async Task<GlobalVocabulary> ReadVocabularyAsync(int most, CancellationToken token)
    {
        await using var command = CommandOf(ReadVocabulary, Value(most));
        await using var row = await command.ExecuteReaderAsync(token);
        await row.ReadAsync(token);

        return VocabularyOf(row);
    }

    /// <summary>Series as drawn, in their order.</summary>
    public async IAsyncEnumerable<KnownSeries> ReadAsync(
        IReadOnlyList<DrawnSeries> drawn, HistorySpan span, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var shard in drawn.GroupBy(series => series.Shard))
        {
            foreach (var batch in shard.Chunk(BatchMax))
            {
                var histories = await new HistoryRows(connection, shard.Key).ReadAsync([.. batch.Select(series => series.Key)], span, token);
                var items = await ReadItemsAsync(batch.Select(series => series.Key.Sku), token);

                foreach (var (series, recorded) in batch.Zip(histories))
                {
                    yield return new(series, recorded, items.GetValueOrDefault(series.Key.Sku, ItemTraits.Unknown));
                }
            }
        }
    }

    public async Task<Dictionary<string, ItemTraits>> ReadItemsAsync(IEnumerable<string> skus, CancellationToken token)
    {
        await using var command = CommandOf(ReadItemTraits, Value(skus.Distinct().ToArray()));
        await using var rows = await command.ExecuteReaderAsync(token);
        var items = new Dictionary<string, ItemTraits>();

        while (await rows.ReadAsync(token))
        {
            items.Add(rows.GetString(0), TraitsOf(rows));
        }

        return items;
    }

    private static async Task<List<DrawnSeries>> DrawAsync(NpgsqlCommand command, CancellationToken token)
    {
        await using var disposed = command;
        await using var rows = await command.ExecuteReaderAsync(token);
        var drawn = new List<DrawnSeries>();

        while (await rows.ReadAsync(token))
        {
            drawn.Add(new(
                rows.GetInt16(0), new(rows.GetString(1), rows.GetString(2)), rows.GetInt32(3), DayOf(rows)));
        }

        return drawn;
    }

    private static GlobalVocabulary VocabularyOf(NpgsqlDataReader row) =>
        new(row.GetFieldValue<string[]>(0), row.GetFieldValue<string[]>(1), row.GetFieldValue<string[]>(2));

    private static ItemTraits TraitsOf(NpgsqlDataReader row) =>
        new(DatabaseRow.Find<string>(row, 1), row.GetFieldValue<double?>(2) ?? double.NaN);

    // Whose location knows no day of demand has nothing to learn from; its records begin today.
    private static DateOnly DayOf(NpgsqlDataReader row) => row.GetFieldValue<DateOnly?>(4) ?? DateOnly.MaxValue;

    private NpgsqlCommand CommandOf(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
