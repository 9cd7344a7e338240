using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Policies;

/// <summary>GET and DELETE /v1/policy-rules.</summary>
internal static class ListRules
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/policy-rules", ListAsync)
            .WithName(nameof(ListRules))
            .WithSummary("Rules by name; policies of one item at one location are listed at /v1/policies.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/policy-rules/{name}", FindAsync)
            .WithName("FindRule")
            .WithSummary("One rule.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapDelete("/v1/policy-rules/{name}", DeleteAsync)
            .WithName("DeleteRule")
            .WithSummary("Deletes a rule; the next run plans by the rules that are left.")
            .WithTags("Policies")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Page<StoredRule>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, PolicyStore policies, CancellationToken token)
    {
        if (page.Read(out var after, 1) is { } refusal)
        {
            return refusal;
        }

        var rows = await policies.ListRulesAsync(null, after[0], page.Rows + 1, token);

        return TypedResults.Ok(Page<StoredRule>.Of(rows, page, rule => [rule.Name]));
    }

    private static async Task<Results<Ok<StoredRule>, ProblemHttpResult>> FindAsync(string name, PolicyStore policies, CancellationToken token) =>
        await policies.ListRulesAsync(name, null, 1, token) is [var rule] ? TypedResults.Ok(rule) : Unknown(name);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string name, PolicyStore policies, CancellationToken token) =>
        !name.Contains('/', StringComparison.Ordinal) && await policies.DeleteAsync(name, token) ? TypedResults.NoContent() : Unknown(name);

    private static ProblemHttpResult Unknown(string name) => ReplenishmentProblem.NotFound("unknown-rule", $"There is no rule {name}.");
}
