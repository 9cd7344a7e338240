using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>Reads all that is recorded of series of one shard: the one way by which runs, plots and answers get a history.</summary>
/// <remarks>A few statements per call, however many series; memory is that of the series asked for and their predecessors.</remarks>
internal sealed class HistoryRows(NpgsqlConnection connection, int shard)
{
    private static readonly string FindSeriesEnd = SqlFile.Of<HistoryRows>("find_series_end.sql");
    private static readonly string ListSeriesBetween = SqlFile.Of<HistoryRows>("list_series_between.sql");
    private static readonly string ReadRecordedDays = SqlFile.Of<HistoryRows>("read_recorded_days.sql");
    private static readonly string ReadLiveLocations = SqlFile.Of<HistoryRows>("read_live_locations.sql");
    private static readonly string ReadSeriesMarks = SqlFile.Of<HistoryRows>("read_series_marks.sql");
    private static readonly string ReadSupersessions = SqlFile.Of<HistoryRows>("read_supersessions.sql");

    /// <summary>The last day of which demand is known at the series' location; null where there is no such series.</summary>
    public async Task<DateOnly?> FindEndAsync(SeriesKey key, CancellationToken token) => await ReadAsync(
        FindSeriesEnd, row => row.GetFieldValue<DateOnly>(0), token, Value((short)shard), Value(key.Location), Value(key.Sku)) is [var end]
            ? end
            : null;

    /// <summary>The histories of all series between two, both included, in the order of the key.</summary>
    public async Task<List<RecordedHistory>> ReadBetweenAsync(SeriesKey first, SeriesKey last, HistorySpan span, CancellationToken token)
    {
        var keys = await ReadAsync(
            ListSeriesBetween,
            row => new SeriesKey(row.GetString(0), row.GetString(1)),
            token,
            Value((short)shard), Value(first.Location), Value(first.Sku), Value(last.Location), Value(last.Sku), Value(span.Origin));

        return await ReadAsync(keys, span, token);
    }

    /// <summary>The histories of some series, in the order given.</summary>
    public async Task<List<RecordedHistory>> ReadAsync(IReadOnlyList<SeriesKey> keys, HistorySpan span, CancellationToken token)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        var supersessions = await ReadSupersessionsAsync(keys, token);
        SeriesKey[] all = [.. keys.Concat(keys.SelectMany(supersessions.LineOf)).Distinct()];
        var days = await ReadDaysAsync(all, span, token);
        var locations = await ReadLocationsAsync(all, token);
        var marks = new SeriesMarks(await ReadMarksAsync(all, span, token));

        return [.. keys.Select(key => new RecordedHistories(days, locations, marks, supersessions).Of(key))];
    }

    private async Task<SupersededItems> ReadSupersessionsAsync(IEnumerable<SeriesKey> keys, CancellationToken token) => new(
        await ReadAsync(
            ReadSupersessions,
            row => new SupersededItem(row.GetString(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetDouble(3)),
            token,
            Value(keys.Select(key => key.Sku).Distinct().ToArray())));

    private async Task<Dictionary<SeriesKey, RecordedDays>> ReadDaysAsync(SeriesKey[] keys, HistorySpan span, CancellationToken token)
    {
        var rows = await ReadAsync(
            ReadRecordedDays,
            row => (Key: new SeriesKey(row.GetString(0), row.GetString(1)), Days: DaysOf(row)),
            token,
            Value((short)shard),
            Value(Array.ConvertAll(keys, key => key.Location)),
            Value(Array.ConvertAll(keys, key => key.Sku)),
            Value(span.Origin),
            Value(span.HistoryDays));

        return rows.ToDictionary(row => row.Key, row => row.Days);
    }

    private async Task<Dictionary<string, LiveLocation>> ReadLocationsAsync(SeriesKey[] keys, CancellationToken token)
    {
        var rows = await ReadAsync(
            ReadLiveLocations,
            row => (Code: row.GetString(0), Location: new LiveLocation(row.GetFieldValue<DateOnly?>(1), ProfileOf(row))),
            token,
            Value((short)shard),
            Value(keys.Select(key => key.Location).Distinct().ToArray()));

        return rows.ToDictionary(row => row.Code, row => row.Location);
    }

    private Task<List<StoredMark>> ReadMarksAsync(SeriesKey[] keys, HistorySpan span, CancellationToken token) => ReadAsync(
        ReadSeriesMarks,
        row => new StoredMark(
            DatabaseRow.Find<string>(row, 1),
            DatabaseRow.Find<string>(row, 2),
            new(
                Enum.Parse<MarkKind>(row.GetString(0), ignoreCase: true),
                row.GetFieldValue<DateOnly>(3),
                row.GetFieldValue<DateOnly>(4),
                row.GetString(5),
                row.GetFieldValue<double?>(6))),
        token,
        Value(keys.Select(key => key.Location).Distinct().ToArray()),
        Value(keys.Select(key => key.Sku).Distinct().ToArray()),
        Value(span.FirstDay),
        Value(span.LastDay));

    private async Task<List<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken token, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);

        return await DatabaseRow.ListAsync(command, read, token);
    }

    private static RecordedDays DaysOf(NpgsqlDataReader row) => new(
        DatabaseRow.Find<DateOnly[]>(row, 2) ?? [],
        DatabaseRow.Find<long[]>(row, 3) ?? [],
        row.IsDBNull(5)
            ? null
            : new(
                row.GetInt64(4),
                row.GetFieldValue<DateOnly>(5),
                DatabaseRow.Find<DateOnly[]>(row, 6) ?? [],
                DatabaseRow.Find<short[]>(row, 7) ?? [],
                DatabaseRow.Find<long[]>(row, 8) ?? []));

    private static SalesProfile ProfileOf(NpgsqlDataReader row)
    {
        if (row.IsDBNull(2))
        {
            return SalesProfile.Even;
        }

        var sales = new long[RecordedStock.SlotsPerDay];

        foreach (var (slot, count) in row.GetFieldValue<short[]>(2).Zip(row.GetFieldValue<long[]>(3)))
        {
            sales[slot] = count;
        }

        return new(sales);
    }

    private static NpgsqlParameter Value<T>(T value) => DatabaseCommand.Value(value);
}
