using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Composerp.Forecasting.Supersessions;

/// <summary>PUT and DELETE /v1/supersessions/{sku}: whose history an item takes over.</summary>
internal static class PutSupersession
{
    private const double FactorMax = 10_000;

    /// <param name="Replaces">The item whose history is taken over.</param>
    /// <param name="From">The first day that is the new item's own.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Factor">Units of the new item for one of the old; 1 by default.</param>
    internal sealed record Request(string Replaces, DateOnly From, string Reason, double? Factor = null, string? Actor = null);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/v1/supersessions/{sku}", PutAsync)
            .WithName(nameof(PutSupersession))
            .WithSummary("Lets an item take over the demand history of another one, at every location.")
            .WithDescription("The other one may itself have taken over: a line of items hands on. A circle is refused.")
            .WithTags("Supersessions")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        routes
            .MapDelete("/v1/supersessions/{sku}", DeleteAsync)
            .WithName("DeleteSupersession")
            .WithSummary("Lets an item stand for itself again.")
            .WithTags("Supersessions")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string sku, Request request, SupersessionStore supersessions, CancellationToken token)
    {
        if (FindFault(sku, request) is { } fault)
        {
            return ForecastingProblem.Invalid(fault.Field, fault.Type, fault.Reason);
        }

        var circle = await supersessions.PutAsync(sku, request, token);

        return circle.Count > 0
            ? ForecastingProblem.Conflict(
                "supersession-circle",
                "Circle of items",
                $"Each of these items would take over from the next, and the last from the first: {string.Join(", ", circle)}.")
            : TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string sku, [FromQuery] string? actor, SupersessionStore supersessions, CancellationToken token)
    {
        if (RowFault.OfOptionalText(0, "actor", actor) is { } fault)
        {
            return ForecastingProblem.Invalid(fault.Field, fault.Type, fault.Reason);
        }

        return await supersessions.DeleteAsync(sku, actor, token)
            ? TypedResults.NoContent()
            : ForecastingProblem.NotFound("unknown-supersession", "Unknown supersession", $"The item {sku} takes over from none.");
    }

    private static RowFault? FindFault(string sku, Request request)
    {
        if (request.Factor is not (null or (> 0 and <= FactorMax)))
        {
            return new(0, "factor", "factor-out-of-range", $"A factor is above 0 and at most {FactorMax}.");
        }

        return RowFault.OfCode(0, "sku", sku)
            ?? RowFault.OfCode(0, "replaces", request.Replaces)
            ?? (sku == request.Replaces ? new RowFault(0, "replaces", "replaces-itself", "An item does not take over from itself.") : null)
            ?? RowFault.OfDate(0, "from", request.From)
            ?? RowFault.OfText(0, "reason", request.Reason)
            ?? RowFault.OfOptionalText(0, "actor", request.Actor);
    }
}
