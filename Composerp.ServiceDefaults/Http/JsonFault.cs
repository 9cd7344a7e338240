using System.Text.Json;
using System.Text.RegularExpressions;

namespace Composerp.ServiceDefaults.Http;

/// <summary>Says in a caller's words why JSON could not be read; System.Text.Json speaks of C# types.</summary>
internal static partial class JsonFault
{
    public static string Reason(JsonException malformed)
    {
        var message = Position().Replace(malformed.Message, "");

        if (Unmapped().Match(message) is { Success: true } unmapped)
        {
            return $"There is no field {unmapped.Groups["name"].Value}.";
        }

        if (Missing().Match(message) is { Success: true } missing)
        {
            return $"Required fields are missing: {missing.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal)}.";
        }

        if (NotNullable().Match(message) is { Success: true } notNullable)
        {
            return $"{notNullable.Groups["name"].Value} may not be null.";
        }

        if (Unconverted().Match(message) is { Success: true } unconverted)
        {
            return $"The value is not {Words(unconverted.Groups["type"].Value)}.";
        }

        // What remains is about JSON itself, with nothing of ours in it: "'x' is an invalid start of a value."
        return message.Contains("Composerp", StringComparison.Ordinal) ? "The value has a wrong form." : message;
    }

    private static string Words(string type) => type switch
    {
        _ when type.Contains("DateTimeOffset", StringComparison.Ordinal) => "an instant (ISO 8601 with offset)",
        _ when type.Contains("DateOnly", StringComparison.Ordinal) => "a date (yyyy-MM-dd)",
        _ when type.Contains("Decimal", StringComparison.Ordinal) || type.Contains("Double", StringComparison.Ordinal) => "a number in range",
        _ when type.Contains("Int", StringComparison.Ordinal) => "a whole number in range",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("System.String", StringComparison.Ordinal) && !type.Contains("Collections", StringComparison.Ordinal) => "a string",
        _ when type.Contains("Collections", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) => "an array",
        _ => "of the form that is expected here",
    };

    [GeneratedRegex(@" Path: \S* \| LineNumber: .*$", RegexOptions.Singleline)]
    private static partial Regex Position();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (?<names>.*?)\\.?$")]
    private static partial Regex Missing();

    [GeneratedRegex("^The (?:constructor parameter|property or field) '(?<name>\\w+)' on type .* doesn't allow")]
    private static partial Regex NotNullable();

    [GeneratedRegex("could not be converted to (?<type>.*?)\\.?$")]
    private static partial Regex Unconverted();
}
