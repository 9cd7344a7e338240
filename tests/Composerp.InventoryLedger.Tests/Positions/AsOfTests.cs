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

        foreach (var instant in PastAnswers.Sample(entries.OccurredAt))
        {
            await PastAnswers.AssertAsync(_ledger, entries, instant, isRecorded: false);
        }

        foreach (var instant in PastAnswers.Sample(entries.RecordedAt))
        {
            await PastAnswers.AssertAsync(_ledger, entries, instant, isRecorded: true);
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
}
