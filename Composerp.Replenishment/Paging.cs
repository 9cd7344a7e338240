using System.Buffers.Text;
using System.ComponentModel;
using System.Text;

namespace Composerp.Replenishment;

/// <summary>Which page of a list is wanted.</summary>
internal sealed record PageRequest(
    [property: Description("The cursor that the page before gave as next.")] string? After,
    [property: Description("1 to 1000, by default 100.")] int? Limit)
{
    public const int LimitDefault = 100;

    public const int LimitMax = 1_000;

    public int Rows => Limit ?? LimitDefault;

    /// <summary>The keys of the last row of the page before; all null for the first page.</summary>
    /// <returns>A refusal where cursor or limit are none of ours.</returns>
    public Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult? Read(out string?[] keys, int count)
    {
        keys = new string?[count];

        if (Limit is < 1 or > LimitMax)
        {
            return ReplenishmentProblem.Malformed("limit", "The limit is 1 to 1000.");
        }

        if (After is null)
        {
            return null;
        }

        if (Cursor.Find(After) is not { } found || found.Length != count)
        {
            return ReplenishmentProblem.Malformed("after", "This is not a cursor of this list.");
        }

        keys = found;

        return null;
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Next">The cursor of the next page; absent on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <param name="rows">One more than the page holds, where there is a next page.</param>
    /// <param name="keys">What the list is sorted by, of one row.</param>
    public static Page<T> Of(List<T> rows, PageRequest request, Func<T, string[]> keys) => rows.Count > request.Rows
        ? new(rows[..request.Rows], Cursor.Of(keys(rows[request.Rows - 1])))
        : new(rows, null);
}

/// <summary>Where a page ended: the keys of its last row, opaque to clients.</summary>
internal static class Cursor
{
    // No code holds control characters.
    private const char Separator = '\u001F';

    public static string Of(params string[] keys) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, keys)));

    public static string[]? Find(string cursor)
    {
        if (!Base64Url.IsValid(cursor))
        {
            return null;
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(cursor));

            // The database has no character of this code.
            return text.Contains('\0', StringComparison.Ordinal) ? null : text.Split(Separator);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
