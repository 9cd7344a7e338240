using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>POST /v1/forecast-runs: queues a run over all series.</summary>
internal static class StartRun
{
    /// <param name="Origin">The last day of demand to see; by default the last observed day that is over everywhere.</param>
    /// <param name="HorizonDays">Days to forecast; by default what the service is configured to.</param>
    internal sealed record Request(DateOnly? Origin = null, int? HorizonDays = null, string? Actor = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/forecast-runs", HandleAsync)
        .WithName(nameof(StartRun))
        .WithSummary("Queues a forecast run over all series; with an Idempotency-Key once, however often it is sent.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Accepted<ForecastRun>, ProblemHttpResult>> HandleAsync(
        Request? request,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        ForecastRunStore runs,
        ForecastRunRows rows,
        IOptions<ForecastRunOptions> options,
        CancellationToken token)
    {
        var horizonDays = request?.HorizonDays ?? options.Value.HorizonDays;

        if (horizonDays is < 1 or > ForecastRunOptions.HorizonDaysMax)
        {
            return ForecastingProblem.OutOfRange("horizonDays", $"1 to {ForecastRunOptions.HorizonDaysMax}");
        }

        var run = new NewRun(
            idempotencyKey, request?.Actor, request?.Origin, horizonDays, options.Value.HistoryDays);
        var (id, isSame) = await runs.EnqueueAsync(run, token);

        if (!isSame)
        {
            return ForecastingProblem.ConflictingReplay();
        }

        return TypedResults.Accepted($"/v1/forecast-runs/{id}", await rows.FindAsync(id, token));
    }
}
