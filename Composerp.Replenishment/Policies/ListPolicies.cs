using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Policies;

/// <summary>GET /v1/policies and /v1/policies/{location}/{sku}.</summary>
internal static class ListPolicies
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/policies", ListAsync)
            .WithName(nameof(ListPolicies))
            .WithSummary("Policies by location and item.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/policies/{location}/{sku}", FindAsync)
            .WithName("FindPolicy")
            .WithSummary("The policy of an item at a location.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<StoredPolicy>>, ProblemHttpResult>> ListAsync(
        string? location, string? sku, string? supplier, [AsParameters] PageRequest page, PolicyStore policies, CancellationToken token)
    {
        if (page.Read(out var after, 2) is { } refusal)
        {
            return refusal;
        }

        var rows = await policies.ListAsync(location, sku, supplier, after[0], after[1], page.Rows + 1, token);

        return TypedResults.Ok(Page<StoredPolicy>.Of(rows, page, policy => [policy.Location, policy.Sku]));
    }

    private static async Task<Results<Ok<StoredPolicy>, ProblemHttpResult>> FindAsync(
        string location, string sku, PolicyStore policies, CancellationToken token) =>
        await policies.ListAsync(location, sku, null, null, null, 1, token) is [var policy]
            ? TypedResults.Ok(policy)
            : ReplenishmentProblem.NotFound("unknown-policy", $"There is no policy for {sku} at {location}.");
}
