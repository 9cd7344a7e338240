using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Forecasting.Adjustments;

/// <summary>/v1/forecast-freezes: series that keep their forecast, whatever is sold of them.</summary>
internal static class FreezeForecasts
{
    private const string Tag = "Adjustments";

    /// <param name="Until">Runs whose origin is before this day keep the forecast of the run before them.</param>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Actor">Who freezes.</param>
    internal sealed record Request(string Location, string Sku, DateOnly Until, string Reason, string Actor);

    /// <param name="Actor">Who releases it.</param>
    internal sealed record Release(string Actor);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/forecast-freezes", AddAsync)
            .WithName("FreezeForecasts")
            .WithSummary("Freezes a series: it keeps its forecast in all runs whose origin is before a day.")
            .WithTags(Tag)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/v1/forecast-freezes", ListAsync)
            .WithName("ListFreezes")
            .WithSummary("Freezes, newest first: who made them and why.")
            .WithTags(Tag)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/v1/forecast-freezes/{id:guid}/release", ReleaseAsync)
            .WithName("ReleaseFreeze")
            .WithSummary("Ends a freeze before its day: the next run forecasts the series again.")
            .WithTags(Tag)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Created<Freeze>, ProblemHttpResult>> AddAsync(
        Request request,
        [FromHeader(Name = RequestText.IdempotencyKeyHeader)] string? idempotencyKey,
        FreezeStore freezes,
        AdjustmentStore adjustments,
        CancellationToken token)
    {
        if ((RequestText.FindKeyRefusal(idempotencyKey)
            ?? RequestText.FindRefusal("reason", request.Reason)
            ?? RequestText.FindRefusal("actor", request.Actor)) is { } refusal)
        {
            return refusal;
        }

        if (request.Until is { Year: < 1900 or > 2200 })
        {
            return ForecastingProblem.Invalid("until", "date-out-of-range", "The day is of the years 1900 to 2200.");
        }

        if (await adjustments.FindRefusalAsync(request.Location, request.Sku, token) is { } unknown)
        {
            return unknown;
        }

        var (id, isSame) = await freezes.AddAsync(idempotencyKey, request, token);

        return isSame
            ? TypedResults.Created($"/v1/forecast-freezes?id={id}", await freezes.FindAsync(id, token))
            : ForecastingProblem.ConflictingReplay();
    }

    private static async Task<Results<Ok<Page<Freeze>>, ProblemHttpResult>> ListAsync(
        FreezeStore freezes, Guid? id, string? location, string? sku, string? after, CancellationToken token, int limit = Page.LimitDefault)
    {
        if (!Page.Allows(limit))
        {
            return ForecastingProblem.LimitOutOfRange();
        }

        Guid? before = after is null ? null : Guid.TryParse(after, out var last) ? last : Guid.Empty;

        return before == Guid.Empty
            ? ForecastingProblem.UnknownCursor()
            : TypedResults.Ok(Page.Of(
                await freezes.ListAsync(id, location, sku, before, limit + 1, token), limit, freeze => freeze.Id.ToString()));
    }

    private static async Task<Results<Ok<Freeze>, ProblemHttpResult>> ReleaseAsync(
        Guid id, Release release, FreezeStore freezes, CancellationToken token)
    {
        if (RequestText.FindRefusal("actor", release.Actor) is { } refusal)
        {
            return refusal;
        }

        await freezes.ReleaseAsync(id, release.Actor, token);

        return await freezes.FindAsync(id, token) is { } freeze ? TypedResults.Ok(freeze) : ForecastingProblem.UnknownFreeze(id);
    }
}
