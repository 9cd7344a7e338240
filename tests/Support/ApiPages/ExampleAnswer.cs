using System.Text.Json;
using System.Text.RegularExpressions;

namespace Composerp.Tests.Support.ApiPages;

/// <summary>Compares what was answered with what a page says: "…" stands for anything, behind an element of a list for all further ones.</summary>
public static partial class ExampleAnswer
{
    private const string Anything = "…";

    /// <returns>Null where they are the same; else what is not.</returns>
    public static string? FindDifference(string form, IReadOnlyList<string> expected, string actual) => form switch
    {
        "json" => FindDifference("$", Parse(string.Join('\n', expected)), JsonElement.Parse(actual)),
        "ndjson" => FindDifference(expected, Lines(actual), (one, other) =>
            FindDifference("$", Parse(one), JsonElement.Parse(other)) is null),
        "csv" or "text" or "xml" => FindDifference(expected, Lines(actual), IsLike),
        _ => $"{form} is no form of an answer",
    };

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    // Outside a text it is no JSON by itself.
    private static JsonElement Parse(string json) => JsonElement.Parse(AnythingOrText().Replace(
        json, found => found.Value == Anything ? $"\"{Anything}\"" : found.Value));

    /// <summary>A line "…" stands for any number of lines.</summary>
    private static string? FindDifference(IReadOnlyList<string> expected, string[] actual, Func<string, string, bool> isSame)
    {
        return Match(0, 0) ? null : $"the lines are{Environment.NewLine}{string.Join(Environment.NewLine, actual)}";

        bool Match(int n, int m) => n == expected.Count
            ? m == actual.Length
            : expected[n] == Anything
                ? Enumerable.Range(m, actual.Length - m + 1).Any(rest => Match(n + 1, rest))
                : m < actual.Length && isSame(expected[n], actual[m]) && Match(n + 1, m + 1);
    }

    private static string? FindDifference(string path, JsonElement expected, JsonElement actual) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.String, _) when expected.GetString() == Anything => null,
        (JsonValueKind.Object, JsonValueKind.Object) => FindDifference(path, Properties(expected), Properties(actual)),
        (JsonValueKind.Array, JsonValueKind.Array) => FindDifferenceOfElements(path, [.. expected.EnumerateArray()], [.. actual.EnumerateArray()]),
        (JsonValueKind.String, JsonValueKind.String) => IsLike(expected.GetString() ?? "", actual.GetString() ?? "") ? null : Differs(path, expected, actual),

        // As it is written: 0.10 says more than 0.1.
        _ => expected.GetRawText() == actual.GetRawText() ? null : Differs(path, expected, actual),
    };

    private static string? FindDifference(string path, (string Name, JsonElement Value)[] expected, (string Name, JsonElement Value)[] actual) =>
        expected.Select(property => property.Name).SequenceEqual(actual.Select(property => property.Name))
            ? expected.Zip(actual, (one, other) => FindDifference($"{path}.{one.Name}", one.Value, other.Value)).FirstOrDefault(found => found is not null)
            : $"{path} has the fields {string.Join(", ", actual.Select(property => property.Name))}";

    private static string? FindDifferenceOfElements(string path, JsonElement[] expected, JsonElement[] actual) =>
        expected is [.. { Length: > 0 } told, { ValueKind: JsonValueKind.String } rest] && rest.GetString() == Anything && actual.Length > told.Length
        ? FindDifferenceOfElements(path, told, actual[..told.Length])
        : expected.Length == actual.Length
        ? expected.Zip(actual).Select((pair, n) => FindDifference($"{path}[{n}]", pair.First, pair.Second)).FirstOrDefault(found => found is not null)
        : $"{path} has {actual.Length} elements";

    private static (string Name, JsonElement Value)[] Properties(JsonElement element) =>
        [.. element.EnumerateObject().Select(property => (property.Name, property.Value))];

    private static bool IsLike(string expected, string actual) =>
        Regex.IsMatch(actual, $"^{string.Join(".*", expected.Split(Anything).Select(Regex.Escape))}$", RegexOptions.Singleline);

    private static string Differs(string path, JsonElement expected, JsonElement actual) =>
        $"{path} is {actual.GetRawText()}, not {expected.GetRawText()}";

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|…
        """)]
    private static partial Regex AnythingOrText();
}
