using Composerp.Forecasting.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Forecasting.Adjustments;

/// <summary>/v1/adjustments: what people change in forecasts, on top of what models make.</summary>
internal static class AdjustForecasts
{
    private const string Tag = "Adjustments";

    private const double ValueMax = 1e12;

    /// <param name="FirstDay">The first business day to change.</param>
    /// <param name="LastDay">The last one.</param>
    /// <param name="Kind">absolute: the mean is the value; percent: it changes by so many percent; delta: by so many units.</param>
    /// <param name="Value">Units per day; for percent: percent, -100 or more.</param>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Actor">Who adjusts.</param>
    /// <param name="Location">Absent: at all locations, which a change in percent allows.</param>
    /// <param name="Sku">Absent: all items, which a change in percent allows.</param>
    /// <param name="ExpiresOn">The last day (UTC) on which it is in effect; absent: until it is withdrawn.</param>
    internal sealed record Request(
        DateOnly FirstDay,
        DateOnly LastDay,
        string Kind,
        double Value,
        string Reason,
        string Actor,
        string? Location = null,
        string? Sku = null,
        DateOnly? ExpiresOn = null);

    /// <param name="Actor">Who withdraws it.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Withdrawal(string Actor, string? Reason = null);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/adjustments", AddAsync)
            .WithName("AdjustForecasts")
            .WithSummary("Adjusts the forecasts of days: absolute, in percent or by units; in effect at once, wherever forecasts are read.")
            .WithTags(Tag)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/v1/adjustments", ListAsync)
            .WithName("ListAdjustments")
            .WithSummary("Adjustments, newest first: who made them and why, and whether they helped.")
            .WithTags(Tag)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/adjustments/{id:guid}", FindAsync)
            .WithName("FindAdjustment")
            .WithSummary("One adjustment, and what came of it.")
            .WithTags(Tag)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/v1/adjustments/{id:guid}/withdraw", WithdrawAsync)
            .WithName("WithdrawAdjustment")
            .WithSummary("Ends an adjustment: it is kept, and not in effect any more.")
            .WithTags(Tag)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Created<Adjustment>, ProblemHttpResult>> AddAsync(
        Request request,
        [FromHeader(Name = RequestText.IdempotencyKeyHeader)] string? idempotencyKey,
        AdjustmentStore adjustments,
        CancellationToken token)
    {
        if ((RequestText.FindKeyRefusal(idempotencyKey) ?? FindRefusal(request)) is { } refusal)
        {
            return refusal;
        }

        if (await adjustments.FindRefusalAsync(request.Location, request.Sku, token) is { } unknown)
        {
            return unknown;
        }

        var (id, isSame) = await adjustments.AddAsync(idempotencyKey, request, token);

        return isSame
            ? TypedResults.Created($"/v1/adjustments/{id}", await adjustments.FindAsync(id, token))
            : ForecastingProblem.ConflictingReplay();
    }

    private static async Task<Results<Ok<Page<Adjustment>>, ProblemHttpResult>> ListAsync(
        AdjustmentStore adjustments,
        string? location,
        string? sku,
        DateOnly? from,
        DateOnly? to,
        bool? inEffect,
        string? after,
        CancellationToken token,
        int limit = Page.LimitDefault)
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

        var rows = await adjustments.ListAsync(new(null, location, sku, from, to, inEffect, before, limit + 1), token);

        return TypedResults.Ok(Page.Of(rows, limit, adjustment => adjustment.Id.ToString()));
    }

    private static async Task<Results<Ok<Adjustment>, ProblemHttpResult>> FindAsync(
        Guid id, AdjustmentStore adjustments, CancellationToken token) =>
        await adjustments.FindAsync(id, token) is { } found ? TypedResults.Ok(found) : ForecastingProblem.UnknownAdjustment(id);

    private static async Task<Results<Ok<Adjustment>, ProblemHttpResult>> WithdrawAsync(
        Guid id, Withdrawal withdrawal, AdjustmentStore adjustments, CancellationToken token)
    {
        if ((RequestText.FindRefusal("actor", withdrawal.Actor)
            ?? (withdrawal.Reason is { } reason ? RequestText.FindRefusal("reason", reason) : null)) is { } refusal)
        {
            return refusal;
        }

        await adjustments.WithdrawAsync(id, withdrawal.Actor, withdrawal.Reason, token);

        return await FindAsync(id, adjustments, token);
    }

    private static ProblemHttpResult? FindRefusal(Request request)
    {
        if ((RequestText.FindRefusal("reason", request.Reason) ?? RequestText.FindRefusal("actor", request.Actor)) is { } textRefused)
        {
            return textRefused;
        }

        if (AdjustmentRows.FindKind(request.Kind) is not { } kind)
        {
            return ForecastingProblem.Invalid("kind", "unknown-kind", "The kind is \"absolute\", \"percent\" or \"delta\".");
        }

        if (kind != AdjustmentKind.Percent && (request.Location is null || request.Sku is null))
        {
            return ForecastingProblem.Invalid(
                request.Location is null ? "location" : "sku",
                "missing-series",
                "Units are those of one item at one location: name both. Only percent may be of all locations or all items.");
        }

        return FindRefusalOfDays(request) ?? FindRefusalOfValue(kind, request.Value);
    }

    private static ProblemHttpResult? FindRefusalOfDays(Request request)
    {
        // PostgreSQL and the calendar end far beyond these years.
        foreach (var (field, day) in new[] { ("firstDay", request.FirstDay), ("lastDay", request.LastDay), ("expiresOn", request.ExpiresOn ?? request.LastDay) })
        {
            if (day is { Year: < 1900 or > 2200 })
            {
                return ForecastingProblem.Invalid(field, "date-out-of-range", "The day is of the years 1900 to 2200.");
            }
        }

        return request.LastDay < request.FirstDay
            ? ForecastingProblem.Invalid("lastDay", "days-out-of-order", "The last day is not before the first one.")
            : null;
    }

    private static ProblemHttpResult? FindRefusalOfValue(AdjustmentKind kind, double value) => (kind, value) switch
    {
        (AdjustmentKind.Absolute, not (>= 0 and <= ValueMax)) =>
            ForecastingProblem.Invalid("value", "value-out-of-range", $"Units per day are 0 to {ValueMax:0}."),
        (AdjustmentKind.Percent, not (>= -100 and <= 10_000)) =>
            ForecastingProblem.Invalid("value", "value-out-of-range", "Percent are -100 to 10000."),
        (AdjustmentKind.Delta, not (>= -ValueMax and <= ValueMax)) =>
            ForecastingProblem.Invalid("value", "value-out-of-range", $"Units per day are -{ValueMax:0} to {ValueMax:0}."),
        _ => null,
    };
}
