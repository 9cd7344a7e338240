using Microsoft.AspNetCore.Http.HttpResults;

namespace Composerp.Forecasting;

/// <summary>Names and reasons that people write.</summary>
internal static class RequestText
{
    public const int LengthMax = 500;

    public static bool IsText(string text, int lengthMax) =>
        text.Length > 0 && text.Length <= lengthMax && text[0] != ' ' && text[^1] != ' ' && !text.Any(char.IsControl);

    /// <returns>Null where the text is one.</returns>
    public static ProblemHttpResult? FindRefusal(string field, string text) => IsText(text, LengthMax)
        ? null
        : ForecastingProblem.Invalid(
            field, "malformed-text", $"The text has 1 to {LengthMax} characters, no control characters and no spaces around it.");
}
