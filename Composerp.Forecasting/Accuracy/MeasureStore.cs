using Composerp.Contracts;
using Composerp.Forecasting.DemandHistory;
using Composerp.ServiceDefaults.EventLog;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.Forecasting.Accuracy;

/// <summary>Reads what was forecast and what came, and writes how they compare, in the caller's transaction.</summary>
internal sealed class MeasureStore(NpgsqlTransaction transaction)
{
    private const NpgsqlDbType Doubles = NpgsqlDbType.Array | NpgsqlDbType.Double;

    private static readonly string ReadIssued = SqlFile.Of<MeasureStore>("read_issued.sql");
    private static readonly string DeleteMeasures = SqlFile.Of<MeasureStore>("delete_measures.sql");
    private static readonly string CopyMeasures = SqlFile.Of<MeasureStore>("copy_measures.sql");
    private static readonly string ReadDrift = SqlFile.Of<MeasureStore>("read_drift.sql");
    private static readonly string SaveDrift = SqlFile.Of<MeasureStore>("save_drift.sql");
    private static readonly string SumDriftOfLocations = SqlFile.Of<MeasureStore>("sum_drift_of_locations.sql");
    private static readonly string AddAdjustmentValues = SqlFile.Of<MeasureStore>("add_adjustment_values.sql");
    private static readonly string FinishMeasuring = SqlFile.Of<MeasureStore>("finish_measuring.sql");

    public Task<List<IssuedSeries>> ReadIssuedAsync(IssuedPart part, DateOnly through, CancellationToken token) => ListAsync(
        ReadIssued,
        [Value(part.Run), .. RangeOf(part.Range), Value(part.MeasuredThrough.AddDays(1)), Value(through)],
        row => IssuedSeries.Of(row, part.Levels.Length),
        token);

    public async Task<Dictionary<(string Location, string Sku), SeriesDrift>> ReadDriftAsync(SeriesRange range, CancellationToken token) =>
        (await ListAsync(ReadDrift, [.. RangeOf(range)], DriftOf, token)).ToDictionary(drift => (drift.Location, drift.Sku));

    /// <summary>Each location of a shard with all its series together.</summary>
    public Task<List<SeriesDrift>> SumDriftOfLocationsAsync(int shard, CancellationToken token) =>
        ListAsync(SumDriftOfLocations, [Value((short)shard)], DriftOfLocation, token);

    public async Task WriteAsync(IssuedPart part, DateOnly through, List<IssuedSeries> compared, CancellationToken token)
    {
        await ExecuteAsync(DeleteMeasures, [Value(part.Run), .. RangeOf(part.Range)], token);
        await CopyAsync(part, compared, token);
        await ExecuteAsync(FinishMeasuring, [Value(part.Run), Value((short)part.Range.Shard), Value(part.Part), Value(through)], token);
    }

    public async Task SaveDriftAsync(int shard, IEnumerable<SeriesDrift> drift, CancellationToken token)
    {
        SeriesDrift[] rows =
        [
            .. drift.OrderBy(one => one.Location, StringComparer.Ordinal).ThenBy(one => one.Sku, StringComparer.Ordinal),
        ];

        if (rows.Length > 0)
        {
            await ExecuteAsync(
                SaveDrift,
                [
                    Value((short)shard), Column(row => row.Location), Column(row => row.Sku), Column(row => row.State.Days),
                    Column(row => row.LastDay), Column(row => row.State.Actual), Column(row => row.State.Error),
                    Column(row => row.State.AbsoluteError), Column(row => row.State.Covered), Column(row => row.State.Counted),
                    Column(row => string.Join(' ', row.Alarms)), Column(row => row.Since), Column(row => row.State.Variance),
                ],
                token);
        }

        NpgsqlParameter Column<T>(Func<SeriesDrift, T> of) => Value(Array.ConvertAll(rows, row => of(row)));
    }

    public async Task AddAdjustmentValuesAsync(Dictionary<Guid, AdjustmentValue> values, CancellationToken token)
    {
        if (values.Count > 0)
        {
            var rows = values.OrderBy(value => value.Key).ToArray();
            await ExecuteAsync(
                AddAdjustmentValues,
                [
                    Value(Array.ConvertAll(rows, row => row.Key)), Value(Array.ConvertAll(rows, row => row.Value.Days)),
                    Value(Array.ConvertAll(rows, row => row.Value.Actual)), Value(Array.ConvertAll(rows, row => row.Value.Without)),
                    Value(Array.ConvertAll(rows, row => row.Value.With)),
                ],
                token);
        }
    }

    public async Task TellAsync(int shard, List<ForecastDriftDetectedV1> detected, CancellationToken token)
    {
        if (detected.Count > 0)
        {
            await EventTable.AppendAsync(
                transaction,
                shard,
                [.. detected.Select(one => NewEvent.Of(EventTypes.ForecastDriftDetected, one, ContractsJson.Default.ForecastDriftDetectedV1))],
                token);
        }
    }

    private async Task CopyAsync(IssuedPart part, List<IssuedSeries> compared, CancellationToken token)
    {
        await using var rows = await Connection.BeginBinaryImportAsync(CopyMeasures, token);

        foreach (var series in compared)
        {
            var errors = series.Errors;
            await rows.StartRowAsync(token);
            await rows.WriteAsync(part.Run, NpgsqlDbType.Uuid, token);
            await rows.WriteAsync((short)part.Range.Shard, NpgsqlDbType.Smallint, token);
            await rows.WriteAsync(series.Location, NpgsqlDbType.Text, token);
            await rows.WriteAsync(series.Sku, NpgsqlDbType.Text, token);
            await rows.WriteAsync(series.Model, NpgsqlDbType.Text, token);
            await rows.WriteAsync(errors.Days, NpgsqlDbType.Array | NpgsqlDbType.Integer, token);
            await rows.WriteAsync(errors.Actual, Doubles, token);
            await rows.WriteAsync(errors.AbsoluteError, Doubles, token);
            await rows.WriteAsync(errors.Error, Doubles, token);
            await rows.WriteAsync(errors.SquaredError, Doubles, token);
            await rows.WriteAsync(errors.Pinball, Doubles, token);
            await rows.WriteAsync(errors.FinalAbsoluteError, Doubles, token);
            await rows.WriteAsync(errors.FinalError, Doubles, token);
            await rows.WriteAsync(errors.Covered, NpgsqlDbType.Array | NpgsqlDbType.Integer, token);
            await WriteOrNullAsync(rows, series.AbsoluteScale, token);
            await WriteOrNullAsync(rows, series.SquaredScale, token);
        }

        await rows.CompleteAsync(token);
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter rows, float? value, CancellationToken token) =>
        value is { } known ? rows.WriteAsync(known, NpgsqlDbType.Real, token) : rows.WriteNullAsync(token);

    private NpgsqlConnection Connection => transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");

    private async Task ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, Connection, transaction);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(token);
    }

    private async Task<List<T>> ListAsync<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> of, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, Connection, transaction);
        command.Parameters.AddRange(parameters);
        await using var rows = await command.ExecuteReaderAsync(token);
        var list = new List<T>();

        while (await rows.ReadAsync(token))
        {
            list.Add(of(rows));
        }

        return list;
    }

    private static NpgsqlParameter[] RangeOf(SeriesRange range) =>
    [
        Value((short)range.Shard), Value(range.First.Location), Value(range.First.Sku), Value(range.Last.Location), Value(range.Last.Sku),
    ];

    private static NpgsqlParameter Value<T>(T value) => DatabaseCommand.Value(value);

    private static SeriesDrift DriftOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        new(row.GetInt32(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5), row.GetDouble(11), row.GetDouble(6), row.GetDouble(7)),
        row.GetFieldValue<DateOnly>(8),
        row.GetFieldValue<string[]>(9),
        row.GetFieldValue<DateOnly?>(10));

    private static SeriesDrift DriftOfLocation(NpgsqlDataReader row) => new(
        row.GetString(0),
        "",
        new(row.GetInt32(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(10), row.GetDouble(5), row.GetDouble(6)),
        row.GetFieldValue<DateOnly>(7),
        row.GetFieldValue<string[]>(8),
        row.GetFieldValue<DateOnly?>(9));
}
