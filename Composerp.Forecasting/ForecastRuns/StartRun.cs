using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Composerp.Forecasting.ForecastRuns;

/// <summary>POST /v1/forecast-runs: queues a run over all series.</summary>
internal static class StartRun
{
    /// <param name="Origin">The last day of demand to see; by default the last observed day that is over everywhere.</param>
    /// <param name="HorizonDays">Days to forecast; by default what the service is configured to.</param>
    /// <param name="Actor">Who starts it.</param>
    /// <param name="Scope">full, the default: all series are forecast anew; incremental: those whose demand has changed since the run before.</param>
    internal sealed record Request(DateOnly? Origin = null, int? HorizonDays = null, string? Actor = null, string? Scope = null);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/forecast-runs", HandleAsync)
        .WithName(nameof(StartRun))
        .WithSummary("Queues a forecast run over all series; with an Idempotency-Key once, however often it is sent.")
        .WithTags("Forecast runs")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Accepted<ForecastRun>, ProblemHttpResult>> HandleAsync(
        Request? request,
        [FromHeader(Name = RequestText.IdempotencyKeyHeader)] string? idempotencyKey,
        ForecastRunStore runs,
        ForecastRunRows rows,
        IOptions<ForecastRunOptions> options,
        CancellationToken token)
    {
        var horizonDays = request?.HorizonDays ?? options.Value.HorizonDays;

        if (FindRefusal(request, horizonDays, idempotencyKey) is { } refusal)
        {
            return refusal;
        }

        var run = new NewRun(
            idempotencyKey, request?.Actor, request?.Origin, horizonDays, options.Value.HistoryDays, request?.Scope ?? RunScopes.Full);
        var (id, isSame) = await runs.EnqueueAsync(run, token);

        if (!isSame)
        {
            return ForecastingProblem.ConflictingReplay();
        }

        return TypedResults.Accepted($"/v1/forecast-runs/{id}", await rows.FindAsync(id, token));
    }

    private static ProblemHttpResult? FindRefusal(Request? request, int horizonDays, string? idempotencyKey)
    {
        if (RequestText.FindKeyRefusal(idempotencyKey) is { } keyRefused)
        {
            return keyRefused;
        }

        if (horizonDays is < 1 or > ForecastRunOptions.HorizonDaysMax)
        {
            return ForecastingProblem.Invalid(
                "horizonDays", "horizon-out-of-range", $"The horizon is 1 to {ForecastRunOptions.HorizonDaysMax} days.");
        }

        // Far enough from both ends of the calendar that history and horizon stay within it.
        if (request?.Origin is { Year: < 1900 or > 2200 })
        {
            return ForecastingProblem.Invalid("origin", "date-out-of-range", "The origin is of the years 1900 to 2200.");
        }

        if (request?.Scope is not (null or RunScopes.Full or RunScopes.Incremental))
        {
            return ForecastingProblem.Invalid("scope", "unknown-scope", $"The scope is \"{RunScopes.Full}\" or \"{RunScopes.Incremental}\".");
        }

        return request?.Actor is { } actor ? RequestText.FindRefusal("actor", actor) : null;
    }
}
