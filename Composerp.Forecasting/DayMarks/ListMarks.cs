using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting.DayMarks;

/// <summary>GET /v1/day-marks: what is known of days, page by page.</summary>
internal static class ListMarks
{
    private const string DateForm = "yyyy-MM-dd";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/day-marks", HandleAsync)
        .WithName(nameof(ListMarks))
        .WithSummary("Outliers, promotions, closures and events, in the order of their first day.")
        .WithDescription("With a location or an item also the marks of all locations or items, since they concern it too.")
        .WithTags("Day marks")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<Page<DayMark>>, ProblemHttpResult>> HandleAsync(
        MarkStore marks,
        string? kind,
        string? location,
        string? sku,
        DateOnly? from,
        DateOnly? to,
        string? after,
        CancellationToken token,
        int limit = Page.LimitDefault)
    {
        if (kind is not null && !MarkRow.IsKind(kind))
        {
            return ForecastingProblem.Malformed("kind", "A kind is outlier, promotion, closure or event.");
        }

        if (!Page.Allows(limit))
        {
            return ForecastingProblem.LimitOutOfRange();
        }

        var last = after is null ? null : FindKey(after);

        if (after is not null && last is null)
        {
            return ForecastingProblem.UnknownCursor();
        }

        var rows = await marks.ReadAsync(new(kind, location, sku, from, to), last, limit + 1, token).ToListAsync(token);

        return TypedResults.Ok(Page.Of(rows, limit, mark => Cursor.Of(mark.From.ToString(DateForm, CultureInfo.InvariantCulture), $"{mark.Id}")));
    }

    private static (DateOnly From, Guid Id)? FindKey(string cursor) =>
        Cursor.FindKeys(cursor, 2) is [var day, var id]
        && DateOnly.TryParseExact(day, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && Guid.TryParse(id, out var guid)
            ? (date, guid)
            : null;
}
