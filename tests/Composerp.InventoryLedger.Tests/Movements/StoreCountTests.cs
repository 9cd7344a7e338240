using System.Text;
using Composerp.InventoryLedger.Domain;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Movements;

/// <summary>A stock count of a whole store is one movement.</summary>
public sealed class StoreCountTests(TestDatabases databases) : IAsyncLifetime
{
    private const int Lines = MovementRules.LineCountMax;

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddLocationAsync("A");
        var rows = string.Concat(Enumerable.Range(0, Lines).Select(n => $"{Sku(n)},Item,{(n % 10 == 0 ? "fifo" : "")}\n"));
        (await _ledger.ImportAsync("sku,name,valuation\n" + rows, kind: "items")).AssertCounts(rows: Lines, posted: Lines);
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task It_is_posted_whole_also_when_it_comes_late()
    {
        await _ledger.PostedAsync(Count("first", "2026-03-01T20:00:00Z", n => 10 + (n % 7)));
        await _ledger.PostedAsync(Count("second", "2026-03-08T20:00:00Z", n => 20 + (n % 7)));
        await _ledger.PostedAsync(Count("late", "2026-03-04T20:00:00Z", n => 15 + (n % 7)));

        Assert.Equal(
            Enumerable.Range(0, Lines).Sum(n => 20m + (n % 7)), await _ledger.QueryAsync<decimal>("select sum(balance) / 10000 from position"));
        Assert.Equal(4 * Lines, await _ledger.QueryAsync<long>("select count(*) from entry"));
        Assert.Equal(Lines * 2, (await _ledger.GetAsync("/v1/movements/late")).Json.GetProperty("entries").GetArrayLength());
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_it_is_told_together_and_nothing_is_posted()
    {
        var told = await _ledger.PostAsync(Count("told", "2026-03-01T20:00:00Z", n => n % 100 == 1 ? -1 : n));
        Assert.Equal((422, Lines / 100), (told.Status, told.FieldErrors.Count));
        Assert.Equal("lines[1].quantity negative-count", told.FieldErrors[0]);

        var unknown = await _ledger.PostAsync(
            Count("unknown", "2026-03-01T20:00:00Z", n => n).Replace("\"item-00", "\"gold-00", StringComparison.Ordinal));
        Assert.Equal((422, 1_000), (unknown.Status, unknown.FieldErrors.Count));
        Assert.Equal("lines[999].sku unknown-item", unknown.FieldErrors[^1]);

        var unfit = await _ledger.PostAsync(
            Count("unfit", "2026-03-01T20:00:00Z", n => n).Replace("\"quantity\":7}", "\"quantity\":7,\"lot\":\"L\"}", StringComparison.Ordinal));
        Assert.Equal(["lines[7].lot unexpected-lot"], unfit.FieldErrors);

        Assert.Equal(0, await _ledger.QueryAsync<long>("select count(*) from entry"));
    }

    private static string Sku(int n) => $"item-{n:00000}";

    private static string Count(string id, string at, Func<int, int> found)
    {
        var lines = new StringBuilder();

        for (var n = 0; n < Lines; n++)
        {
            lines.Append(n == 0 ? "" : ",").Append(null, $$"""{"sku":"{{Sku(n)}}","quantity":{{found(n)}}}""");
        }

        return $$"""{"id":"{{id}}","kind":"COUNT","occurredAt":"{{at}}","location":"A","lines":[{{lines}}]}""";
    }
}
