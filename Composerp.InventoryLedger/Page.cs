using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.InventoryLedger;

/// <summary>A page of a list.</summary>
/// <param name="Next">Give it as "after" to get the next page; absent at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

internal static class Page
{
    public const int LimitDefault = 100;

    private const int LimitMax = 1_000;

    public static int Limit(int? asked) => asked ?? LimitDefault;

    /// <summary>Why so many cannot be asked for; null where they can.</summary>
    public static ProblemHttpResult? Refusal(int? limit) => limit is < 1 or > LimitMax
        ? TypedResults.Problem(LedgerProblem.OfParameter("limit", $"limit is 1 to {LimitMax}."))
        : null;

    /// <param name="rows">One more than the limit where there are more.</param>
    public static Page<T> Of<T>(List<T> rows, int limit, Func<T, string> cursor)
    {
        if (rows.Count <= limit)
        {
            return new(rows);
        }

        rows.RemoveRange(limit, rows.Count - limit);

        return new(rows, cursor(rows[^1]));
    }
}
