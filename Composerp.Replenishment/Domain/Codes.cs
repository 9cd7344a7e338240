using System.Diagnostics.CodeAnalysis;

namespace Composerp.Replenishment.Domain;

/// <summary>What codes and names may consist of; for items and locations the same as in the ledger.</summary>
public static class Codes
{
    public const int CodeLengthMax = 64;

    public const int TextLengthMax = 500;

    // In a path a slash arrives as %2F, which servers leave alone.
    public static Violation? CodeViolation(string field, string? code) =>
        IsText(code, CodeLengthMax)
        && !code.Contains('/', StringComparison.Ordinal)
        && !code.Contains("%2F", StringComparison.OrdinalIgnoreCase)
        && code is not ("." or "..")
            ? null
            : new(field, "malformed-code", "A code has 1 to 64 characters, no slash, no control characters and no spaces around it.");

    public static Violation? TextViolation(string field, string? text) => IsText(text, TextLengthMax)
        ? null
        : new(field, "malformed-text", "The text has 1 to 500 characters, no control characters and no spaces around it.");

    public static Violation? OptionalTextViolation(string field, string? text) => text is null ? null : TextViolation(field, text);

    // A lone surrogate is no character: the database could not store it.
    private static bool IsText([NotNullWhen(true)] string? text, int lengthMax) =>
        text is { Length: > 0 } && text.Length <= lengthMax
        && text[0] != ' ' && text[^1] != ' '
        && text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar && !System.Text.Rune.IsControl(rune));
}
