using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>GET /v1/series: items at locations, with their first and last sale, page by page.</summary>
internal static class ListSeries
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/series", HandleAsync)
        .WithName(nameof(ListSeries))
        .WithSummary("Items at locations: first and last sale, known stock, who replaces whom.")
        .WithTags("Demand")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<SeriesSummary>>, ProblemHttpResult>> HandleAsync(
        SeriesRows series, string? location, string? sku, string? after, CancellationToken token, int limit = Page.LimitDefault)
    {
        if (!Page.Allows(limit))
        {
            return ForecastingProblem.LimitOutOfRange();
        }

        var last = after is null ? null : Cursor.FindKeys(after, 2);

        if (after is not null && last is null)
        {
            return ForecastingProblem.UnknownCursor();
        }

        var rows = await series.ReadAsync(location, sku, last is null ? null : new(last[0], last[1]), limit + 1, token);

        return TypedResults.Ok(Page.Of(rows, limit, row => Cursor.Of(row.Location, row.Sku)));
    }
}
