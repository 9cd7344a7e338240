using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>GET /v1/forecast-runs, newest first, and GET /v1/forecast-runs/{id} with its progress.</summary>
internal static class ReadRuns
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/forecast-runs", ListAsync)
            .WithName("ListRuns")
            .WithSummary("Forecast runs, newest first.")
            .WithTags("Forecast runs")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/forecast-runs/{id:guid}", FindAsync)
            .WithName("FindRun")
            .WithSummary("A forecast run: its progress, then its models and their accuracy.")
            .WithTags("Forecast runs")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<ForecastRun>>, ProblemHttpResult>> ListAsync(
        ForecastRunRows runs, string? after, CancellationToken token, int limit = Page.LimitDefault)
    {
        if (!Page.Allows(limit))
        {
            return ForecastingProblem.LimitOutOfRange();
        }

        Guid? before = after is null ? null : Guid.TryParse(after, out var last) ? last : Guid.Empty;

        if (before == Guid.Empty)
        {
            return ForecastingProblem.UnknownCursor();
        }

        return TypedResults.Ok(Page.Of(await runs.ListAsync(before, limit + 1, token), limit, run => run.Id.ToString()));
    }

    private static async Task<Results<Ok<ForecastRun>, ProblemHttpResult>> FindAsync(
        Guid id, ForecastRunRows runs, CancellationToken token) =>
        await runs.FindAsync(id, token) is { } run ? TypedResults.Ok(run) : ForecastingProblem.UnknownRun(id);
}
