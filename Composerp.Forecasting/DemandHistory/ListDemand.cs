using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.DemandHistory;

/// <summary>GET /v1/demand: demand per business day, page by page.</summary>
internal static class ListDemand
{
    private const string DateForm = "yyyy-MM-dd";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/demand", HandleAsync)
        .WithName(nameof(ListDemand))
        .WithSummary("Demand per item, location and business day: what was sold less what came back.")
        .WithTags("Demand")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<DemandDay>>, ProblemHttpResult>> HandleAsync(
        DemandRows demand,
        string? location,
        string? sku,
        DateOnly? from,
        DateOnly? to,
        string? after,
        CancellationToken token,
        int limit = Page.LimitDefault)
    {
        if (!Page.Allows(limit))
        {
            return ForecastingProblem.LimitOutOfRange();
        }

        var last = after is null ? null : FindKey(after);

        if (after is not null && last is null)
        {
            return ForecastingProblem.UnknownCursor();
        }

        var rows = await demand.ReadAsync(new(location, sku, from, to), last, limit + 1, token).ToListAsync(token);

        return TypedResults.Ok(Page.Of(rows, limit, CursorAfter));
    }

    private static string CursorAfter(DemandDay day) =>
        Cursor.Of(day.Location, day.Sku, day.Date.ToString(DateForm, CultureInfo.InvariantCulture));

    private static (string Location, string Sku, DateOnly Date)? FindKey(string cursor) =>
        Cursor.FindKeys(cursor, 3) is [var location, var sku, var day]
        && DateOnly.TryParseExact(day, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? (location, sku, date)
            : null;
}
