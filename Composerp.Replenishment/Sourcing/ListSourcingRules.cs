using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Sourcing;

/// <summary>GET and DELETE /v1/sourcing-rules.</summary>
internal static class ListSourcingRules
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/v1/sourcing-rules", ListAsync)
            .WithName(nameof(ListSourcingRules))
            .WithSummary("Rules of where goods come from, by name.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes
            .MapGet("/v1/sourcing-rules/{name}", FindAsync)
            .WithName("FindSourcingRule")
            .WithSummary("One rule of where goods come from.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes
            .MapDelete("/v1/sourcing-rules/{name}", DeleteAsync)
            .WithName("DeleteSourcingRule")
            .WithSummary("Deletes a rule; the next run goes by the rules that are left. Refused where these would make a circle.")
            .WithTags("Sourcing")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<Page<StoredSourcingRule>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, SourcingStore sourcing, CancellationToken token)
    {
        if (page.Read(out var after, 1) is { } refusal)
        {
            return refusal;
        }

        var rows = await sourcing.ListAsync(null, after[0], page.Rows + 1, token);

        return TypedResults.Ok(Page<StoredSourcingRule>.Of(rows, page, rule => [rule.Name]));
    }

    private static async Task<Results<Ok<StoredSourcingRule>, ProblemHttpResult>> FindAsync(string name, SourcingStore sourcing, CancellationToken token) =>
        await sourcing.ListAsync(name, null, 1, token) is [var rule] ? TypedResults.Ok(rule) : Unknown(name);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string name, SourcingStore sourcing, CancellationToken token) =>
        await sourcing.DeleteAsync(name, token) switch
        {
            (_, { } cycle) => ReplenishmentProblem.Invalid(cycle),
            (false, _) => Unknown(name),
            _ => TypedResults.NoContent(),
        };

    private static ProblemHttpResult Unknown(string name) =>
        ReplenishmentProblem.NotFound("unknown-sourcing-rule", $"There is no sourcing rule {name}.");
}
