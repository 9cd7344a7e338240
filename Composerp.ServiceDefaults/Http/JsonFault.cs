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
            return $"{JsonNamingPolicy.CamelCase.ConvertName(notNullable.Groups["name"].Value)} may not be null.";
        }

        if (Unconverted().Match(message) is { Success: true } unconverted)
        {
            return $"The value is not {Expected(unconverted.Groups["type"].Value, malformed.InnerException?.Message)}.";
        }

        if (Repeated().Match(message) is { Success: true } repeated)
        {
            return $"The field {repeated.Groups["name"].Value} is there twice.";
        }

        return malformed is NullElementException or NotAnInstantException ? message : $"Not JSON: {message}";
    }

    /// <summary>Where the fault is, "$.lines[2].sku".</summary>
    public static string Path(JsonException malformed)
    {
        var path = malformed.Path ?? "$";

        // Found when the array had been read: the path is that of the array, or of the place after its last element.
        return malformed is NullElementException { Index: var index } ? $"{LastIndex().Replace(path, "")}[{index}]" : path;
    }

    /// <param name="type">The C# type that holds the value, or is the value.</param>
    /// <param name="reason">What the converter said, where it said anything.</param>
    private static string Expected(string type, string? reason) => reason switch
    {
        null => type.EndsWith("[]", StringComparison.Ordinal) || type.Contains(".Collections.", StringComparison.Ordinal) ? "an array" : "an object",
        _ when Says(reason, "as a number") => "a number",
        _ when Says(reason, "as a boolean") => "true or false",
        _ when Says(reason, "as a string") => "a string",
        _ when Says(reason, "DateOnly") => "a date (yyyy-MM-dd)",
        _ when Says(reason, "DateTime") => "an instant (ISO 8601 with offset)",
        _ when Says(reason, "Guid") => "a UUID",
        _ when Says(reason, "Decimal") || Says(reason, "Double") => "a number in range",
        _ when Says(reason, "Int") => "a whole number in range",
        _ when Says(reason, "UTF-16") => "valid text",
        _ => "of the form that is expected here",
    };

    private static bool Says(string reason, string word) => reason.Contains(word, StringComparison.Ordinal);

    [GeneratedRegex(@" Path: \S* \| LineNumber: .*$", RegexOptions.Singleline)]
    private static partial Regex Position();

    [GeneratedRegex(@"\[\d+\]$")]
    private static partial Regex LastIndex();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (?<names>.*?)\\.?$")]
    private static partial Regex Missing();

    [GeneratedRegex("^The (?:constructor parameter|property or field) '(?<name>\\w+)' on type .* doesn't allow")]
    private static partial Regex NotNullable();

    [GeneratedRegex("^Duplicate property '(?<name>.*)' encountered")]
    private static partial Regex Repeated();

    [GeneratedRegex("could not be converted to (?<type>.*?)\\.?$")]
    private static partial Regex Unconverted();
}

/// <summary>A null stands in an array.</summary>
/// <param name="index">Counted from 0.</param>
public sealed class NullElementException(int index) : JsonException("An element may not be null.")
{
    public int Index => index;
}
