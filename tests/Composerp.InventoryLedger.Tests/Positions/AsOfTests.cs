using System.Globalization;
using Composerp.InventoryLedger.Tests.Domain;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Positions;

/// <summary>Past moments by either time, against every entry summed up.</summary>
public sealed class AsOfTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_moment_is_the_sum_of_the_entries_until_then(int seed)
    {
        var history = new RandomHistory(_ledger, seed);
        await history.AddMasterDataAsync();
        Assert.True(await history.PostAsync(1_000) > 500);
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
        Assert.True(await _ledger.QueryAsync<bool>("select count(*) > 1 from position_snapshot"));
        Assert.True(await _ledger.QueryAsync<bool>("select count(*) > 5 from entry where kind = 'COST_CORRECTION'"));
        var entries = await EntryFold.ReadAsync(_ledger.Database);

        foreach (var instant in Sample(entries.OccurredAt))
        {
            await AssertAnswersAsync(entries, instant, isRecorded: false);
        }

        foreach (var instant in Sample(entries.RecordedAt))
        {
            await AssertAnswersAsync(entries, instant, isRecorded: true);
        }
    }

    [Fact]
    public async Task A_day_ends_by_the_clock_of_the_location()
    {
        await _ledger.AddItemsAsync("bolt");
        await _ledger.AddLocationAsync("east", "Asia/Tokyo");
        await _ledger.AddLocationAsync("west", "America/Los_Angeles");

        // 20:00 UTC is the next morning in Tokyo, and noon of the same day in Los Angeles.
        foreach (var location in new[] { "east", "west" })
        {
            await _ledger.PostedAsync(
                $$"""{"id":"{{location}}","kind":"RECEIPT","location":"{{location}}","occurredAt":"2026-03-02T20:00:00Z","lines":[{"sku":"bolt","quantity":1,"unitPrice":2}]}""");
        }

        Assert.Equal(["west"], await LocationsAsync("asOf=2026-03-02"));
        Assert.Equal(["east", "west"], await LocationsAsync("asOf=2026-03-03"));
        Assert.Empty(await LocationsAsync("asOf=2026-03-03&axis=recorded"));
        Assert.Equal(["east", "west"], await LocationsAsync("asOf=2026-03-02T22:00:00%2B02:00"));
        Assert.Empty(await LocationsAsync("asOf=2026-03-02T21:59:59%2B02:00"));

        async Task<List<string>> LocationsAsync(string query) =>
        [
            .. (await _ledger.GetAsync($"/v1/positions/as-of?{query}")).Json.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("location").GetString()!).Order(),
        ];
    }

    [Theory]
    [InlineData("asOf=yesterday", 400, "malformed-parameter")]
    [InlineData("", 400, "malformed-parameter")]
    [InlineData("asOf=2026-03-02&axis=sideways", 400, "malformed-parameter")]
    [InlineData("asOf=2026-03-02&after=x", 400, "malformed-parameter")]
    public async Task What_is_no_moment_is_refused(string query, int status, string problem)
    {
        var answer = await _ledger.GetAsync($"/v1/positions/as-of?{query}");

        Assert.Equal((status, problem), (answer.Status, answer.Problem));
    }

    // Every so many, a moment before and a moment behind.
    private static IEnumerable<DateTimeOffset> Sample(IEnumerable<DateTimeOffset> instants)
    {
        var ordered = instants.Order().ToArray();
        var step = Math.Max(1, ordered.Length / 12);

        return ordered.Where((_, n) => n % step == 0)
            .SelectMany(instant => new[] { instant, instant.AddTicks(-10) })
            .Append(AMovement.Day(-100))
            .Append(ordered[^1].AddDays(1));
    }

    private async Task AssertAnswersAsync(EntryFold entries, DateTimeOffset instant, bool isRecorded)
    {
        var moment = $"asOf={instant.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)}&axis={(isRecorded ? "recorded" : "occurred")}";
        var expected = entries.At(instant, isRecorded);
        var answered = new List<(string, string, decimal, decimal, decimal, decimal, decimal)>();
        var next = "";

        while (next is not null)
        {
            var page = await _ledger.GetAsync($"/v1/positions/as-of?{moment}&limit=2{(next.Length > 0 ? $"&after={next}" : "")}");
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

        var value = (await _ledger.GetAsync($"/v1/inventory-value?{moment}")).Json;
        Assert.Equal(expected.Sum(position => position.Value), value.GetProperty("total").GetDecimal());
        Assert.Equal(
            expected.GroupBy(position => position.Location).Select(place => (place.Key, place.Sum(position => position.Value))).Where(place => place.Item2 != 0),
            value.GetProperty("locations").EnumerateArray()
                .Select(place => (place.GetProperty("location").GetString()!, place.GetProperty("value").GetDecimal()))
                .Where(place => place.Item2 != 0));
    }
}
