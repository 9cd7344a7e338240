using System.Globalization;
using System.Text.Json;

namespace Composerp.Replenishment.Tests.KnownAnswers;

/// <summary>Compares what is calculated with what a row expects.</summary>
internal static class KnownAnswer
{
    /// <summary>A published figure that the row itself calls wrong.</summary>
    private const string PublishedWrong = "published_wrong";

    /// <summary>What differs, in words; nothing where all is as expected.</summary>
    public static IEnumerable<string> Differences(KnownCase one)
    {
        if (!Solutions.All.TryGetValue(one.Id, out var solve))
        {
            return [$"Nothing here solves case {one}."];
        }

        var found = solve(one.Input);

        return
            from field in one.Expected.EnumerateObject()
            where field.Name != PublishedWrong
            from expected in Numbers(field.Name, field.Value)
            let actual = found.TryGetValue(expected.Name, out var value) ? value : double.NaN
            where !(Math.Abs(actual - expected.Value) <= one.Tolerance)
            select string.Create(CultureInfo.InvariantCulture, $"{one}: {expected.Name} is {actual:R}, expected {expected.Value:R}.");
    }

    private static IEnumerable<(string Name, double Value)> Numbers(string name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, place) => Numbers($"{name}.{place}", item)),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(item => Numbers($"{name}.{item.Name}", item.Value)),
        _ => [(name, json.GetDouble())],
    };
}
