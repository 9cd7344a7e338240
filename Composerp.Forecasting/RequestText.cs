using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting;

/// <summary>Names and reasons that people write.</summary>
internal static class RequestText
{
    public const int LengthMax = 500;

    public const string IdempotencyKeyHeader = "Idempotency-Key";

    private const int KeyLengthMax = 200;

    /// <returns>Null where there is no key, or a good one.</returns>
    public static ProblemHttpResult? FindKeyRefusal(string? idempotencyKey) => idempotencyKey is null || IsText(idempotencyKey, KeyLengthMax)
        ? null
        : ForecastingProblem.Malformed(
            IdempotencyKeyHeader, $"A key has 1 to {KeyLengthMax} characters, no control characters and no spaces around.");

    private static bool IsText(string text, int lengthMax) =>
        text.Length > 0 && text.Length <= lengthMax && text[0] != ' ' && text[^1] != ' ' && !text.Any(char.IsControl);

    /// <returns>Null where the text is one.</returns>
    public static ProblemHttpResult? FindRefusal(string field, string text) => IsText(text, LengthMax)
        ? null
        : ForecastingProblem.Invalid(
            field, "malformed-text", $"The text has 1 to {LengthMax} characters, no control characters and no spaces around it.");
}
