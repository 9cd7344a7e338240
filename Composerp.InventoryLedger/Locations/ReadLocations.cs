using Composerp.InventoryLedger.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Locations;

/// <summary>GET /v1/locations and /v1/locations/{code}.</summary>
internal static class ReadLocations
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/locations", ListAsync)
            .WithName("ListLocations")
            .WithSummary("Locations by code.")
            .WithTags("Locations")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes.MapGet("/v1/locations/{code}", GetAsync)
            .WithName("GetLocation")
            .WithSummary("One location.")
            .WithTags("Locations")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<Location>>, ProblemHttpResult>> ListAsync(
        string? after, int? limit, LocationStore locations, CancellationToken token) =>
        Page.Refusal(limit) is { } refusal
            ? refusal
            : TypedResults.Ok(Page.Of(
                await locations.ListAsync(after, Page.Limit(limit) + 1, token), Page.Limit(limit), location => location.Code));

    private static async Task<Results<Ok<Location>, ProblemHttpResult>> GetAsync(
        string code, LocationStore locations, CancellationToken token) =>
        await locations.FindAsync(code, token) is { } location
            ? TypedResults.Ok(location)
            : TypedResults.Problem(LedgerProblem.NotFound("location"));
}
