using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Journal;

/// <summary>What a replica remembers of its last batches is forgotten as soon as somebody else was there.</summary>
public sealed class RememberedTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _here = null!;
    private RunningLedger _there = null!;
    private int _next;

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var database = await databases.CreateAsync(token);
        _here = await RunningLedger.StartAsync(database, token);
        _there = await RunningLedger.StartAsync(database, token);
        await _here.AddItemsAsync("bolt");
        await _here.AddLocationAsync("A");

        // The third time, all of it is remembered.
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(201, (await PostAsync(_here, "RECEIPT", 1)).Status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task Goods_that_another_replica_sold_are_gone()
    {
        Assert.Equal(201, (await PostAsync(_there, "SALE", 2)).Status);

        Assert.Equal("insufficient-stock", (await PostAsync(_here, "SALE", 2)).Problem);
        Assert.Equal(201, (await PostAsync(_here, "SALE", 1)).Status);
        Assert.Equal("insufficient-stock", (await PostAsync(_there, "SALE", 1)).Problem);
        await LedgerTruth.AssertHoldsAsync(_here.Database);
    }

    [Fact]
    public async Task Replicas_that_post_by_turns_never_go_by_what_was()
    {
        for (var n = 0; n < 20; n++)
        {
            Assert.Equal(201, (await PostAsync(n % 3 == 0 ? _there : _here, n % 2 == 0 ? "RECEIPT" : "SALE", 1)).Status);
        }

        Assert.Equal(30_000L, await _here.QueryAsync<long>("select balance from position"));
        await LedgerTruth.AssertHoldsAsync(_here.Database);
    }

    [Fact]
    public async Task Rules_changed_through_another_replica_hold_at_once()
    {
        await _there.SendAsync(HttpMethod.Put, "/v1/items/bolt", """{"name":"Bolt","units":{"case":12}}""");
        Assert.Equal(201, (await _here.PostAsync("""{"id":"case","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":1,"unit":"case"}]}""")).Status);

        Assert.Equal("insufficient-stock", (await PostAsync(_here, "SALE", 100)).Problem);
        await _there.SendAsync(HttpMethod.Put, "/v1/locations/A", """{"name":"A","kind":"store","timeZone":"UTC","allowsNegative":true}""");
        Assert.Equal(201, (await PostAsync(_here, "SALE", 100)).Status);
        await LedgerTruth.AssertHoldsAsync(_here.Database);
    }

    [Fact]
    public async Task A_log_that_ends_at_the_same_sequence_after_a_restored_backup_is_another_one()
    {
        await _here.QueryAsync<long>("""
            with other as (update position set balance = 10000 returning shard)
            update event_shard set last_recorded_at = last_recorded_at + interval '1 second' where shard in (select shard from other) returning last_sequence
            """);

        Assert.Equal("insufficient-stock", (await PostAsync(_here, "SALE", 2)).Problem);
    }

    private async Task<Answer> PostAsync(RunningLedger ledger, string kind, int quantity) => await ledger.PostAsync(
        $$"""{"id":"{{++_next}}","kind":"{{kind}}","location":"A","lines":[{"sku":"bolt","quantity":{{quantity}}}]}""");
}
