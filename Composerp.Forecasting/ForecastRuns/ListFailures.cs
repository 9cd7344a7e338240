using Composerp.Contracts;
using Composerp.ServiceDefaults.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using NpgsqlTypes;
using static Composerp.Forecasting.DatabaseCommand;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>GET /v1/forecast-runs/{id}/failures: the series that a run could not forecast, and why.</summary>
internal static class ListFailures
{
    private static readonly string ReadFailures = SqlFile.Of(typeof(ListFailures), "read_failures.sql");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecast-runs/{id:guid}/failures", HandleAsync)
        .WithName(nameof(ListFailures))
        .WithSummary("Series that a forecast run could not forecast, and why.")
        .WithTags("Forecast runs")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Page<FailedSeries>>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ForecastRunRows runs,
        NpgsqlDataSource database,
        string? after,
        CancellationToken token,
        int limit = Page.LimitDefault)
    {
        if (Page.FindRefusal(limit, after, 2, out var last) is { } refusal)
        {
            return refusal;
        }

        if (await runs.FindAsync(id, token) is null)
        {
            return ForecastingProblem.UnknownRun(id);
        }

        var failures = await ReadAsync(database, id, last, limit + 1, token);

        return TypedResults.Ok(Page.Of(failures, limit, series => Cursor.Of(series.Location, series.Sku)));
    }

    private static async Task<List<FailedSeries>> ReadAsync(
        NpgsqlDataSource database, Guid run, IReadOnlyList<string>? after, int limit, CancellationToken token)
    {
        await using var command = Of(
            database,
            ReadFailures,
            Value(run),
            Nullable(NpgsqlDbType.Smallint, after is null ? null : (short)Shards.OfLocation(after[0])),
            Nullable(NpgsqlDbType.Text, after?[0]),
            Nullable(NpgsqlDbType.Text, after?[1]),
            Value(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var failures = new List<FailedSeries>();

        while (await rows.ReadAsync(token))
        {
            failures.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        }

        return failures;
    }
}
