using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting;

/// <summary>A part of a list.</summary>
/// <param name="Next">Where the list goes on: to be sent as "after". Absent at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

internal static class Page
{
    public const int LimitDefault = 100;
    public const int LimitMax = 1_000;

    public static bool Allows(int limit) => limit is >= 1 and <= LimitMax;

    /// <summary>Whether a page can be asked for so.</summary>
    /// <param name="after">The cursor of the page before.</param>
    /// <param name="count">Keys that a cursor of the list has.</param>
    /// <param name="last">Takes the keys of the last item before the page; null where it is the first.</param>
    public static ProblemHttpResult? FindRefusal(int limit, string? after, int count, out IReadOnlyList<string>? last)
    {
        last = after is null ? null : Cursor.FindKeys(after, count);

        return !Allows(limit) ? ForecastingProblem.LimitOutOfRange()
            : after is not null && last is null ? ForecastingProblem.UnknownCursor()
            : null;
    }

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
