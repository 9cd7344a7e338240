using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Positions;

/// <summary>GET /v1/positions: what is where, and what is coming.</summary>
internal static class ListPositions
{
    public const string AfterDescription = "The \"next\" of the page before.";

    public const string LimitDescription = "1 to 1000, by default 100. A page may hold fewer, or none, although there are more: the end is where \"next\" is absent.";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/positions", HandleAsync)
        .WithName(nameof(ListPositions))
        .WithSummary("Stock per item and location: on hand, in transit, on order.")
        .WithTags("Positions")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Page<PositionView>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] PositionFilter filter,
        [Description(AfterDescription)] string? after,
        [Description(LimitDescription)] int? limit,
        PositionPages positions,
        CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        if (filter.Problem is { } problem)
        {
            return TypedResults.Problem(problem);
        }

        return Place.TryReadCursor(after, out var from)
            ? TypedResults.Ok(await positions.ReadAsync(filter, from, Page.Limit(limit), token))
            : TypedResults.Problem(LedgerProblem.UnknownCursor());
    }
}
