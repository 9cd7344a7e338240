using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Replenishment.Policies;

/// <summary>GET /v1/parameter-overrides.</summary>
internal static class ListOverrides
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/parameter-overrides", HandleAsync)
        .WithName(nameof(ListOverrides))
        .WithSummary("Numbers that planners entered, by location, item and parameter; with validOn only those that hold on a day.")
        .WithTags("Policies")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<StoredOverride>>, ProblemHttpResult>> HandleAsync(
        string? location, string? sku, DateOnly? validOn, [AsParameters] PageRequest page, OverrideStore overrides, CancellationToken token)
    {
        if (page.Read(out var after, 3) is { } refusal)
        {
            return refusal;
        }

        var rows = await overrides.ListAsync(location, sku, validOn, after[0], after[1], after[2], page.Rows + 1, token);

        return TypedResults.Ok(Page<StoredOverride>.Of(rows, page, row => [row.Location, row.Sku, row.Parameter]));
    }
}
