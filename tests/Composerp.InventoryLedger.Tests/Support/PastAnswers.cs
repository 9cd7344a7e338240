using System.Globalization;
using Composerp.InventoryLedger.Tests.Domain;

namespace Composerp.InventoryLedger.Tests.Support;

/// <summary>What is told of past moments, against every entry summed up.</summary>
internal static class PastAnswers
{
    /// <summary>Every so many, a moment before and a moment behind.</summary>
    public static IEnumerable<DateTimeOffset> Sample(IEnumerable<DateTimeOffset> instants)
    {
        var ordered = instants.Order().ToArray();
        var step = Math.Max(1, ordered.Length / 12);

        return ordered.Where((_, n) => n % step == 0)
            .SelectMany(instant => new[] { instant, instant.AddTicks(-10) })
            .Append(AMovement.Day(-100))
            .Append(ordered[^1].AddDays(1));
    }

    public static async Task AssertAsync(RunningLedger ledger, EntryFold entries, DateTimeOffset instant, bool isRecorded)
    {
        var moment = $"asOf={instant.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)}&axis={(isRecorded ? "recorded" : "occurred")}";
        var expected = entries.At(instant, isRecorded);
        var answered = new List<(string, string, decimal, decimal, decimal, decimal, decimal)>();
        var next = "";

        while (next is not null)
        {
            var page = await ledger.GetAsync($"/v1/positions/as-of?{moment}&limit=2{(next.Length > 0 ? $"&after={next}" : "")}");
            Assert.True(page.Status == 200, page.Text);
            answered.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => (
                item.GetProperty("location").GetString()!,
                item.GetProperty("sku").GetString()!,
                item.GetProperty("onHand").GetDecimal(),
                item.GetProperty("reserved").GetDecimal(),
                item.GetProperty("damaged").GetDecimal(),
                item.GetProperty("inTransit").GetDecimal(),
                item.GetProperty("value").GetDecimal())));
            next = page.Json.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        Assert.Equal(expected, answered.OrderBy(position => position));

        var value = (await ledger.GetAsync($"/v1/inventory-value?{moment}")).Json;
        Assert.Equal(expected.Sum(position => position.Value), value.GetProperty("total").GetDecimal());
        Assert.Equal(
            expected.GroupBy(position => position.Location).Select(place => (place.Key, place.Sum(position => position.Value))).Where(place => place.Item2 != 0),
            value.GetProperty("locations").EnumerateArray()
                .Select(place => (place.GetProperty("location").GetString()!, place.GetProperty("value").GetDecimal()))
                .Where(place => place.Item2 != 0));
    }
}
