using System.Text.Json;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.ForecastRuns.Levels;

/// <summary>Days on which only series know what is planned.</summary>
/// <param name="Location">null: everywhere.</param>
/// <param name="Category">null: all.</param>
/// <param name="First">0 is the first day ahead.</param>
internal sealed record PlannedCategoryDays(string? Location, string? Category, int First, int Last)
{
    public bool Concerns(LevelKey key, int ahead) =>
        First <= ahead && ahead <= Last && (Location ?? key.Location) == key.Location && (Category ?? key.Category) == key.Category;
}

/// <summary>By what the days of a category's series were multiplied.</summary>
/// <param name="Origin">The day before the first one.</param>
internal sealed record CategoryFactors(double[] Values, DateOnly Origin)
{
    /// <summary>For the days after a later origin.</summary>
    public double[] MovedTo(DateOnly origin, int horizonDays) =>
        ForecastNumbers.Moved(Values, origin.DayNumber - Origin.DayNumber, horizonDays);
}

/// <summary>Reads what the levels of a run are made of, and writes them.</summary>
internal sealed class LevelStore(NpgsqlDataSource database, ClaimedRun run, DateOnly origin)
{
    private const NpgsqlDbType Reals = NpgsqlDbType.Array | NpgsqlDbType.Real;
    private const NpgsqlDbType Doubles = NpgsqlDbType.Array | NpgsqlDbType.Double;

    private static readonly string ReadLocations = SqlFile.Of<LevelStore>("read_level_locations.sql");
    private static readonly string ReadMeans = SqlFile.Of<LevelStore>("read_location_means.sql");
    private static readonly string ReadDays = SqlFile.Of<LevelStore>("read_location_days.sql");
    private static readonly string ReadBacktest = SqlFile.Of<LevelStore>("read_location_backtest.sql");
    private static readonly string ReadPlannedDays = SqlFile.Of<LevelStore>("read_planned_days.sql");
    private static readonly string ReadReconciliation = SqlFile.Of<LevelStore>("read_reconciliation.sql");
    private static readonly string ReadFactors = SqlFile.Of<LevelStore>("read_factors.sql");
    private static readonly string CopyLevels = SqlFile.Of<LevelStore>("copy_levels.sql");
    private static readonly string DecideReconciliation = SqlFile.Of<LevelStore>("decide_reconciliation.sql");
    private static readonly string SetLevelMeans = SqlFile.Of<LevelStore>("set_level_means.sql");
    private static readonly string ReadUnreconciledParts = SqlFile.Of<LevelStore>("read_unreconciled_parts.sql");
    private static readonly string ReadPartForecasts = SqlFile.Of<LevelStore>("read_part_forecasts.sql");
    private static readonly string FinishReconcilingPart = SqlFile.Of<LevelStore>("finish_reconciling_part.sql");

    public Task<List<LevelLocation>> ReadLocationsAsync(CancellationToken token) => ReadAsync(
        ReadLocations, row => new LevelLocation(row.GetInt16(0), row.GetString(1), row.GetString(2)), token, Value(origin));

    /// <summary>What the series of each category at a location say together.</summary>
    public async Task<SortedDictionary<string, SeriesSums>> ReadMeansAsync(LevelLocation location, CancellationToken token)
    {
        var categories = new SortedDictionary<string, SeriesSums>(StringComparer.Ordinal);

        await foreach (var (category, means) in StreamAsync(
            ReadMeans, row => (row.GetString(0), row.GetFieldValue<float[]>(1)), token, Value(run.Id), Value((short)location.Shard), Value(location.Code)))
        {
            if (!categories.TryGetValue(category, out var sums))
            {
                categories[category] = sums = new(run.HorizonDays);
            }

            sums.Add(means);
        }

        return categories;
    }

    /// <summary>What was sold of each category at a location, by days up to the origin, in ten-thousandths of a unit.</summary>
    public async Task<Dictionary<string, long[]>> ReadDaysAsync(LevelLocation location, CancellationToken token)
    {
        var categories = new Dictionary<string, long[]>();
        var first = origin.DayNumber - run.HistoryDays + 1;

        await foreach (var (category, day, parts) in StreamAsync(
            ReadDays,
            row => (row.GetString(0), row.GetFieldValue<DateOnly>(1), row.GetInt64(2)),
            token,
            Value(run.Id), Value((short)location.Shard), Value(location.Code), Value(origin), Value(run.HistoryDays)))
        {
            if (!categories.TryGetValue(category, out var days))
            {
                categories[category] = days = new long[run.HistoryDays];
            }

            days[day.DayNumber - first] = parts;
        }

        return categories;
    }

    /// <summary>What the series of each category at a location would have forecast.</summary>
    public async Task<Dictionary<string, double[]>> ReadBacktestAsync(LevelLocation location, CancellationToken token)
    {
        var parts = await ReadAsync(
            ReadBacktest,
            row => (Category: row.GetString(0), Means: row.GetFieldValue<decimal[]>(1)),
            token,
            Value(run.Id), Value((short)location.Shard), Value(location.Code));

        return parts.GroupBy(part => part.Category).ToDictionary(
            category => category.Key,
            category => Enumerable.Range(0, category.First().Means.Length)
                .Select(day => (double)category.Sum(part => part.Means[day]))
                .ToArray());
    }

    public Task<List<PlannedCategoryDays>> ReadPlannedDaysAsync(CancellationToken token) => ReadAsync(
        ReadPlannedDays,
        row => new PlannedCategoryDays(
            DatabaseRow.Find<string>(row, 0), DatabaseRow.Find<string>(row, 1), AheadOf(row.GetFieldValue<DateOnly>(2)), AheadOf(row.GetFieldValue<DateOnly>(3))),
        token,
        Value(origin.AddDays(1)), Value(origin.AddDays(run.HorizonDays)));

    public Task<LevelChoice?> FindChoiceAsync(CancellationToken token) => FindChoiceAsync(run.Id, token);

    public async Task<LevelChoice?> FindChoiceAsync(Guid of, CancellationToken token) =>
        await ReadAsync(ReadReconciliation, row => DatabaseRow.Find<string>(row, 0), token, Value(of)) is [{ } json]
            ? JsonSerializer.Deserialize(json, ForecastingJson.Default.LevelChoice)
            : null;

    public async Task<Dictionary<(string Location, string Category), CategoryFactors>> ReadFactorsAsync(Guid of, CancellationToken token) =>
        (await ReadAsync(
            ReadFactors,
            row => (Key: (row.GetString(0), row.GetString(1)), Factors: new CategoryFactors(row.GetFieldValue<double[]>(2), row.GetFieldValue<DateOnly>(3))),
            token,
            Value(of)))
        .ToDictionary(row => row.Key, row => row.Factors);

    public Task<List<RunPart>> ReadUnreconciledPartsAsync(CancellationToken token) =>
        ReadAsync(ReadUnreconciledParts, ForecastRunStore.PartOf, token, Value(run.Id));

    /// <summary>Writes the levels and how they add up, all or nothing.</summary>
    /// <param name="factors">Of categories, where series are to change: means of the levels come when they have; null where they do not.</param>
    public Task DecideAsync(
        IReadOnlyList<LevelNode> nodes, LevelChoice choice, IReadOnlyDictionary<LevelKey, double[]>? factors, CancellationToken token) =>
        WriteAsync(
            async transaction =>
            {
                await CopyAsync(transaction.Connection!, nodes, factors, token);
                await using var decide = new NpgsqlCommand(DecideReconciliation, transaction.Connection, transaction)
                {
                    Parameters =
                    {
                        Value(run.Id),
                        Nullable(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(choice, ForecastingJson.Default.LevelChoice)),
                    },
                };
                await decide.ExecuteNonQueryAsync(token);
            },
            token);

    /// <summary>Lets the series of a part that were forecast anew take over the factors of their categories.</summary>
    public Task ReconcileAsync(
        RunPart part, IReadOnlyDictionary<(string Location, string Category), CategoryFactors> factors, CancellationToken token) =>
        WriteAsync(
            async transaction =>
            {
                var forecasts = await ReadAsync(
                    transaction.Connection!,
                    ReadPartForecasts,
                    row => (Forecast: StoredForecast.Kept(row, origin, run.HorizonDays), Category: row.GetString(24)),
                    [.. EndsOf(part), Value(origin)],
                    token);
                await using var finish = new NpgsqlCommand(FinishReconcilingPart, transaction.Connection, transaction);
                finish.Parameters.AddRange((NpgsqlParameter[])[.. EndsOf(part), Value(part.Part)]);
                await finish.ExecuteNonQueryAsync(token);
                await new RunPartStore(transaction.Connection!, run, part).CopyAsync(
                    [
                        .. forecasts.Select(series =>
                            series.Forecast.FittedOrigin is null && factors.TryGetValue((series.Forecast.Location, series.Category), out var found)
                                ? series.Forecast with { Numbers = series.Forecast.Numbers.Times(found.Values) }
                                : series.Forecast),
                    ],
                    token);
            },
            token);

    public Task SetMeansAsync(IReadOnlyDictionary<LevelKey, SeriesSums> levels, CancellationToken token) => WriteAsync(
        async transaction =>
        {
            foreach (var some in levels.Chunk(1_000))
            {
                await using var command = new NpgsqlCommand(SetLevelMeans, transaction.Connection, transaction)
                {
                    Parameters =
                    {
                        Value(run.Id),
                        Value(Array.ConvertAll(some, level => level.Key.Depth)),
                        Value(Array.ConvertAll(some, level => level.Key.Region)),
                        Value(Array.ConvertAll(some, level => level.Key.Location)),
                        Value(Array.ConvertAll(some, level => level.Key.Category)),
                        Value(some.SelectMany(level => level.Value.Units()).ToArray()),
                        Value(run.HorizonDays),
                    },
                };
                await command.ExecuteNonQueryAsync(token);
            }
        },
        token);

    private async Task CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<LevelNode> nodes, IReadOnlyDictionary<LevelKey, double[]>? factors, CancellationToken token)
    {
        await using var rows = await connection.BeginBinaryImportAsync(CopyLevels, token);

        foreach (var node in nodes)
        {
            await rows.StartRowAsync(token);
            await rows.WriteAsync(run.Id, NpgsqlDbType.Uuid, token);
            await rows.WriteAsync(node.Key.Depth, NpgsqlDbType.Smallint, token);
            await rows.WriteAsync(node.Key.Region, NpgsqlDbType.Text, token);
            await rows.WriteAsync(node.Key.Location, NpgsqlDbType.Text, token);
            await rows.WriteAsync(node.Key.Category, NpgsqlDbType.Text, token);
            await rows.WriteAsync(node.Sums.Series, NpgsqlDbType.Integer, token);
            await WriteOrNullAsync(rows, factors is null ? node.Sums.Units() : null, token);
            await WriteOrNullAsync(rows, factors?.GetValueOrDefault(node.Key), token);
            await rows.WriteAsync(node.Model, NpgsqlDbType.Text, token);
            await rows.WriteAsync(RealsOf(node.Own.Mean), Reals, token);
            await rows.WriteAsync(RealsOf(node.Own.Sigma), Reals, token);
            await rows.WriteAsync(RealsOf(node.Own.SumSigma), Reals, token);
            await rows.WriteAsync(RealsOf(node.Own.Quantiles.SelectMany(days => days)), Reals, token);
            await rows.WriteAsync(RealsOf(node.Own.SumQuantiles!.SelectMany(days => days)), Reals, token);
        }

        await rows.CompleteAsync(token);
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter rows, double[]? values, CancellationToken token) =>
        values is null ? rows.WriteNullAsync(token) : rows.WriteAsync(values, Doubles, token);

    private static float[] RealsOf(IEnumerable<double> values) => [.. values.Select(value => (float)value)];

    private NpgsqlParameter[] EndsOf(RunPart part) =>
    [
        Value(run.Id), Value((short)part.Shard),
        Value(part.FirstLocation), Value(part.FirstSku), Value(part.LastLocation), Value(part.LastSku),
    ];

    private int AheadOf(DateOnly day) => day.DayNumber - origin.DayNumber - 1;

    /// <exception cref="RunTakenOverException">Another process took the run up; nothing was written.</exception>
    private async Task WriteAsync(Func<NpgsqlTransaction, Task> write, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await CompleteRun.LockAsync(transaction, run, token);
        await write(transaction);
        await transaction.CommitAsync(token);
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken token, params NpgsqlParameter[] parameters)
    {
        await using var connection = await database.OpenConnectionAsync(token);

        return await ReadAsync(connection, sql, read, parameters, token);
    }

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);

        return await DatabaseRow.ListAsync(command, read, token);
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(
        string sql,
        Func<NpgsqlDataReader, T> read,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token,
        params NpgsqlParameter[] parameters)
    {
        await using var command = Of(database, sql, parameters);
        await using var rows = await command.ExecuteReaderAsync(token);

        while (await rows.ReadAsync(token))
        {
            yield return read(rows);
        }
    }
}
