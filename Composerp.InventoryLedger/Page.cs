namespace Composerp.InventoryLedger;

/// <summary>A page of a list.</summary>
/// <param name="Next">Give it as "after" to get the next page; absent at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

internal static class Page
{
    public const int LimitDefault = 100;

    private const int LimitMax = 1_000;

    public static int Limit(int? asked) => Math.Clamp(asked ?? LimitDefault, 1, LimitMax);

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
