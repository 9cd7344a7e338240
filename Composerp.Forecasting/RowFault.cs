namespace Composerp.Forecasting;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Row">Of an array counted from 1; of a file its line, where the header is line 1.</param>
/// <param name="Type">Kebab-case, stable.</param>
internal sealed record RowFault(int Row, string Field, string Type, string Reason)
{
    public const int CodeLengthMax = 64;

    public const int TextLengthMax = 500;

    // Far enough from both ends of the calendar that histories and horizons stay within it.
    private const int YearMin = 1900;

    private const int YearMax = 2200;

    /// <summary>A code as the ledger gives it to items and locations.</summary>
    public static RowFault? OfCode(int row, string field, string? code) =>
        code is { Length: > 0 and <= CodeLengthMax } && IsTrimmed(code) && !code.Contains('/', StringComparison.Ordinal)
            ? null
            : new(row, field, "malformed-code", $"A code has 1 to {CodeLengthMax} characters, no slash, no control characters and no spaces around.");

    public static RowFault? OfText(int row, string field, string? text) =>
        text is { Length: > 0 and <= TextLengthMax } && IsTrimmed(text)
            ? null
            : new(row, field, "malformed-text", $"The text has 1 to {TextLengthMax} characters, no control characters and no spaces around it.");

    public static RowFault? OfOptionalText(int row, string field, string? text) => text is null ? null : OfText(row, field, text);

    public static RowFault? OfDate(int row, string field, DateOnly? date) =>
        date is { Year: >= YearMin and <= YearMax }
            ? null
            : new(row, field, "date-out-of-range", $"A date of the years {YearMin} to {YearMax} is needed (yyyy-MM-dd).");

    private static bool IsTrimmed(string text) => text[0] != ' ' && text[^1] != ' ' && !text.Any(char.IsControl);
}
