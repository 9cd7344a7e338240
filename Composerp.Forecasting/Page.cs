namespace Composerp.Forecasting;

/// <summary>A part of a list.</summary>
/// <param name="Next">Where the list goes on: to be sent as "after". Absent at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Page
{
    public const int LimitDefault = 100;
    public const int LimitMax = 1_000;

    public static bool Allows(int limit) => limit is >= 1 and <= LimitMax;

    /// <summary>Makes a page of rows of which one more was asked for than the page holds.</summary>
    /// <param name="cursorOf">The cursor after an item.</param>
    public static Page<T> Of<T>(List<T> rows, int limit, Func<T, string> cursorOf)
    {
        if (rows.Count <= limit)
        {
            return new(rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);

        return new(rows, cursorOf(rows[^1]));
    }
}
