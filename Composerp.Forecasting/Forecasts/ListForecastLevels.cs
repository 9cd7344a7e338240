using System.Globalization;
using System.Text.Json;
using Composerp.Forecasting.Domain;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.Forecasts;

/// <summary>GET /v1/forecast-levels: forecasts of categories, locations, regions and everything; each is the sum of its parts.</summary>
internal static class ListForecastLevels
{
    private static readonly string ListLevels = SqlFile.Of(typeof(ListForecastLevels), "list_levels.sql");
    private static readonly string FindReconciliation = SqlFile.Of(typeof(ListForecastLevels), "find_reconciliation.sql");

    /// <summary>Where its own history says much less than its series, a level's spread is not widened beyond this.</summary>
    private const double WideningMax = 4;

    private static readonly string[] _names = ["total", "region", "location", "category"];

    /// <param name="Items">From the top down.</param>
    /// <param name="Reconciliation">How the levels of the run add up; absent where there is no run, or one from an older version.</param>
    internal sealed record Levels(IReadOnlyList<LevelForecast> Items, string? Next, Reconciliation? Reconciliation);

    /// <param name="Method">bottom-up, structural, variances or shrunk-covariances.</param>
    /// <param name="DecidedBy">The run whose backtest decided it.</param>
    /// <param name="Days">Days that it was judged on; 0 where there was nothing to judge on.</param>
    /// <param name="Errors">Of each method the squared error by the variance of demand, the mean over nodes, levels and days.</param>
    internal sealed record Reconciliation(string Method, Guid DecidedBy, int Days, IReadOnlyDictionary<string, double> Errors);

    /// <param name="Level">total, region, location or category (at a location).</param>
    /// <param name="Category">Absent above its level, and of items without one.</param>
    /// <param name="Series">Series of which it is the sum.</param>
    /// <param name="Model">What forecast the level's own history, from which its spread comes.</param>
    internal sealed record LevelForecast(
        string Level,
        string? Region,
        string? Location,
        string? Category,
        int Series,
        string Model,
        DateOnly Origin,
        Guid RunId,
        IReadOnlyList<double> Levels,
        IReadOnlyList<LevelDay> Days);

    /// <param name="Date">Business day of each location.</param>
    /// <param name="Mean">Units expected: the sum of the statistical means of its series.</param>
    /// <param name="OwnMean">Units that the level's own history alone would say.</param>
    /// <param name="Sigma">Standard deviation of the error of this day's mean, units.</param>
    /// <param name="SumSigma">Standard deviation of the error of the sum of the means up to and including this day, units.</param>
    /// <param name="Quantiles">Units, for each level of quantiles.</param>
    /// <param name="SumQuantiles">Units of all days up to and including this one together, for each level of quantiles.</param>
    internal sealed record LevelDay(
        DateOnly Date,
        double Mean,
        double OwnMean,
        double Sigma,
        double SumSigma,
        IReadOnlyList<double> Quantiles,
        IReadOnlyList<double> SumQuantiles);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecast-levels", HandleAsync)
        .WithName(nameof(ListForecastLevels))
        .WithSummary("Forecasts of categories at locations, locations, regions and everything, which add up with those of the series.")
        .WithTags("Forecasts")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status410Gone);

    private static async Task<Results<Ok<Levels>, ProblemHttpResult>> HandleAsync(
        ReadableRuns runs,
        NpgsqlDataSource database,
        string? level,
        string? region,
        string? location,
        string? category,
        Guid? runId,
        string? after,
        CancellationToken token,
        int limit = Page.LimitDefault)
    {
        if (Page.FindRefusal(limit, after, 4, out var last) is { } refusal)
        {
            return refusal;
        }

        if (level is not null && !_names.Contains(level))
        {
            return ForecastingProblem.Malformed(nameof(level), $"level is {string.Join(", ", _names)}.");
        }

        if (last is not null && !short.TryParse(last[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return ForecastingProblem.UnknownCursor();
        }

        var (run, problem) = await runs.FindAsync(runId, token);

        if (run is null)
        {
            return problem is null ? TypedResults.Ok(new Levels([], null, null)) : problem;
        }

        await using var command = Of(
            database,
            ListLevels,
            Value(run.Id),
            Nullable(NpgsqlDbType.Smallint, level is null ? null : (short)Array.IndexOf(_names, level)),
            Nullable(NpgsqlDbType.Text, region),
            Nullable(NpgsqlDbType.Text, location),
            Nullable(NpgsqlDbType.Text, category),
            Nullable(NpgsqlDbType.Smallint, last is null ? null : short.Parse(last[0], CultureInfo.InvariantCulture)),
            Nullable(NpgsqlDbType.Text, last?[1]),
            Nullable(NpgsqlDbType.Text, last?[2]),
            Nullable(NpgsqlDbType.Text, last?[3]),
            Value(limit + 1));
        var page = Page.Of(await DatabaseRow.ListAsync(command, row => ForecastOf(row, run), token), limit, forecast => Cursor.Of(
            $"{Array.IndexOf(_names, forecast.Level)}", forecast.Region ?? "", forecast.Location ?? "", forecast.Category ?? ""));

        return TypedResults.Ok(new Levels(page.Items, page.Next, await FindReconciliationAsync(database, run.Id, token)));
    }

    private static async Task<Reconciliation?> FindReconciliationAsync(NpgsqlDataSource database, Guid run, CancellationToken token)
    {
        await using var command = Of(database, FindReconciliation, Value(run));

        return await command.ExecuteScalarAsync(token) is string json
            ? JsonSerializer.Deserialize(json, ForecastingJson.Default.Reconciliation)
            : null;
    }

    private static LevelForecast ForecastOf(NpgsqlDataReader row, ReadableRun run)
    {
        var mean = row.GetFieldValue<double[]>(6);
        var own = new ForecastNumbers(
            StoredSeries.UnitsOf(row, 7),
            StoredSeries.UnitsOf(row, 8),
            StoredSeries.UnitsOf(row, 9),
            [.. StoredSeries.UnitsOf(row, 10).Chunk(mean.Length)],
            [.. StoredSeries.UnitsOf(row, 11).Chunk(mean.Length)]);
        var numbers = own.AsWideAround(mean, WideningMax);

        return new(
            _names[row.GetInt16(0)],
            TextOf(row, 1),
            TextOf(row, 2),
            TextOf(row, 3),
            row.GetInt32(4),
            row.GetString(5),
            run.Origin,
            run.Id,
            run.Levels,
            [
                .. Enumerable.Range(0, mean.Length).Select(ahead => new LevelDay(
                    run.Origin.AddDays(ahead + 1),
                    mean[ahead],
                    own.Mean[ahead],
                    numbers.Sigma[ahead],
                    numbers.SumSigma[ahead],
                    [.. numbers.Quantiles.Select(days => days[ahead])],
                    [.. numbers.SumQuantiles!.Select(days => days[ahead])])),
            ]);
    }

    private static string? TextOf(NpgsqlDataReader row, int column) => row.GetString(column) is { Length: > 0 } text ? text : null;
}
