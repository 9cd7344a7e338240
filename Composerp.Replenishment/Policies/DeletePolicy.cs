using Composerp.Replenishment.Domain.Policies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Policies;

/// <summary>DELETE /v1/policies/{location}/{sku}: ends the planning of an item at a location.</summary>
internal static class DeletePolicy
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/v1/policies/{location}/{sku}", HandleAsync)
        .WithName(nameof(DeletePolicy))
        .WithSummary("Ends the planning of an item at a location; the next run withdraws its open proposal.")
        .WithTags("Policies")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string location, string sku, PolicyStore policies, CancellationToken token) =>
        await policies.DeleteAsync(PolicyRule.NameOf(new(location, sku)), token)
            ? TypedResults.NoContent()
            : ReplenishmentProblem.NotFound("unknown-policy", $"There is no policy for {sku} at {location}.");
}
