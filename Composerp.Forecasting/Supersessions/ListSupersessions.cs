using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.Supersessions;

/// <summary>GET /v1/supersessions: which items take over from which, page by page.</summary>
internal static class ListSupersessions
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/supersessions", HandleAsync)
        .WithName(nameof(ListSupersessions))
        .WithSummary("Items that take over the demand history of others.")
        .WithTags("Supersessions")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<Supersession>>, ProblemHttpResult>> HandleAsync(
        SupersessionStore supersessions, string? after, CancellationToken token, int limit = Page.LimitDefault)
    {
        if (Page.FindRefusal(limit, after, 1, out var keys) is { } refusal)
        {
            return refusal;
        }

        var rows = await supersessions.ListAsync(keys?[0], limit + 1, token);

        return TypedResults.Ok(Page.Of(rows, limit, row => Cursor.Of(row.Sku)));
    }
}
