using System.Text.Json;
using Composerp.InventoryLedger.Housekeeping;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Composerp.InventoryLedger.Tests.Housekeeping;

/// <summary>A ledger whose first entries are old: narrow ranges, months of history, a closed period, a proof.</summary>
internal sealed class OldLedger : IAsyncDisposable
{
    /// <summary>The end of the oldest range.</summary>
    public const int High = 100;

    public const string Receipt = """{"id":"old-r","kind":"RECEIPT","location":"A","occurredAt":"2026-03-02T12:00:00Z","lines":[{"sku":"beam","quantity":10,"unitPrice":2}]}""";

    public const string Correction = """{"id":"old-c","movement":"old-r","occurredAt":"2026-03-02T12:00:00Z","lines":[{"sku":"beam","unitPrice":3}]}""";

    private OldLedger(RunningLedger running) => Running = running;

    public RunningLedger Running { get; }

    /// <summary>What was answered when these were sent first.</summary>
    public IReadOnlyList<Answer> First { get; private set; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<OldLedger> StartAsync(TestDatabases databases)
    {
        var old = new OldLedger(await RunningLedger.StartAsync(
            databases, Token, ("Housekeeping:Every", "1.00:00:00"), ("Housekeeping:KeepMonths", "3")));
        await old.RunAsync($"""
            drop table entry_0, entry_1000000;
            create table entry_0 partition of entry for values from (0) to ({High});
            create table entry_{High} partition of entry for values from ({High}) to ({2 * High})
            """);
        var history = new RandomHistory(old.Running, 1);
        await history.AddMasterDataAsync();
        old.First = await old.SendOldAsync();

        // What never moves again.
        await old.Running.AddItemsAsync("still", "gone");
        await old.Running.PostedAsync("""{"id":"still","kind":"RECEIPT","location":"A","occurredAt":"2026-03-02T12:00:00Z","lines":[{"sku":"still","quantity":5,"unitPrice":1},{"sku":"gone","quantity":3,"unitPrice":1}]}""");
        await old.Running.PostedAsync("""{"id":"gone","kind":"SALE","location":"A","occurredAt":"2026-03-03T12:00:00Z","lines":[{"sku":"gone","quantity":3}]}""");
        await history.PostAsync(600);
        await old.RunAsync("""
            create table age as select max(recorded_at) - timestamptz '2026-03-20T00:00:00Z' as age from entry;
            update entry set recorded_at = recorded_at - age from age;
            update event set recorded_at = recorded_at - age from age;
            drop table age
            """);
        await new RandomHistory(old.Running, 2) { FirstDay = 60 }.PostAsync(600);
        await LedgerTruth.AssertHoldsAsync(old.Running.Database);

        return old;
    }

    public async Task<IReadOnlyList<Answer>> SendOldAsync() =>
    [
        await Running.PostAsync(Receipt), await Running.SendAsync(HttpMethod.Post, "/v1/cost-corrections", Correction),
    ];

    public async Task CloseAsync(string through = "2026-03-31") => Assert.Equal(200, (await Running.SendAsync(
        HttpMethod.Post, "/v1/period/close", $$"""{"through":"{{through}}","actor":"ann"}""")).Status);

    public async Task<bool> IsProvenAsync(bool full = false)
    {
        var proof = await Running.GetAsync($"/v1/integrity?full={(full ? "true" : "false")}");
        Assert.Equal(200, proof.Status);

        return proof.Text.TrimEnd().Split('\n')[^1].Contains("\"proven\"", StringComparison.Ordinal);
    }

    public Task RunOnceAsync() => Running.Services.GetRequiredService<KeepHouse>().RunOnceAsync(Token);

    /// <summary>All that has to be done first, and the two rounds.</summary>
    public async Task ArchiveAsync()
    {
        await CloseAsync();
        Assert.True(await IsProvenAsync());
        await RunOnceAsync();
        await RunOnceAsync();
        Assert.True(await IsArchivedAsync());
    }

    public Task<bool> IsArchivedAsync() => Running.QueryAsync<bool>("select to_regclass('entry_archived_0') is not null");

    public async Task RunAsync(string sql)
    {
        await using var command = Running.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    public async Task<List<JsonElement>> PagesAsync(string path)
    {
        var items = new List<JsonElement>();

        for (var next = ""; next is not null;)
        {
            var page = await Running.GetAsync($"{path}&limit=100{(next.Length > 0 ? $"&after={next}" : "")}");
            Assert.True(page.Status == 200, page.Text);
            items.AddRange(page.Json.GetProperty("items").EnumerateArray());
            next = page.Json.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        return items;
    }

    public ValueTask DisposeAsync() => Running.DisposeAsync();
}
