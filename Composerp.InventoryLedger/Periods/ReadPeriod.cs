using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger.Periods;

/// <summary>GET /v1/period: which business days are closed, by whom and since when.</summary>
internal static class ReadPeriod
{
    /// <param name="ClosedThrough">Business days up to this one take no more movements; absent: none is closed.</param>
    /// <param name="Items">Every closing, the latest first.</param>
    internal sealed record PeriodView(DateOnly? ClosedThrough, IReadOnlyList<Closing> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/period", HandleAsync)
        .WithName(nameof(ReadPeriod))
        .WithSummary("The last closed business day, and who closed what and when, the latest first.")
        .WithTags("Periods")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<PeriodView>, ProblemHttpResult>> HandleAsync(
        [Description("The \"next\" of the page before.")] DateOnly? after,
        [Description("1 to 1000, by default 100.")] int? limit,
        PeriodStore periods,
        CancellationToken token)
    {
        if (Page.Refusal(limit) is { } refusal)
        {
            return refusal;
        }

        var (closedThrough, closings) = await periods.ReadAsync(after, Page.Limit(limit) + 1, token);
        var page = Page.Of(closings, Page.Limit(limit), closing => closing.Through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        return TypedResults.Ok(new PeriodView(closedThrough, page.Items, page.Next));
    }
}
