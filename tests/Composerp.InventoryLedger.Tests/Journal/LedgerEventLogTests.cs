using System.Text.Json;
using Composerp.Contracts;
using Composerp.InventoryLedger.Journal;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.Journal;

public sealed class LedgerEventLogTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly int _shardOfA = Shards.OfLocation("A");

    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt", "nut");
        await _ledger.AddLocationAsync("A", goLive: "2026-01-01");
        await _ledger.AddLocationAsync("B");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task A_shard_tells_of_its_location_then_of_movements_and_observations_in_the_order_recorded()
    {
        await _ledger.PostedAsync("""{"id":"r","kind":"RECEIPT","location":"A","reference":"PO-1","actor":"ann","lines":[{"sku":"bolt","quantity":10,"unitPrice":0.25}]}""");
        await _ledger.ImportAsync("date,sku,location,quantity\n2025-12-30,bolt,A,3\n2025-12-30,nut,A,0\n");
        await _ledger.AddLocationAsync("A", "Europe/Zurich", goLive: "2026-01-01");
        await _ledger.PostedAsync("""{"id":"t","kind":"TRANSFER_OUT","location":"A","toLocation":"B","lines":[{"sku":"bolt","quantity":2}]}""");

        var events = await EventsAsync(_shardOfA);

        Assert.Equal(
            [EventTypes.LocationChanged, EventTypes.MovementPosted, EventTypes.MovementPosted, EventTypes.DemandObserved, EventTypes.LocationChanged, EventTypes.MovementPosted],
            events.Select(one => one.GetProperty("type").GetString()));
        Assert.Equal([1, 2, 3, 4, 5, 6], events.Select(one => one.GetProperty("sequence").GetInt32()));
        var receipt = events[1].GetProperty("data").Deserialize(ContractsJson.Default.MovementPostedV1)!;
        Assert.Equal(("r", "RECEIPT", 1, 1, "ann", "PO-1"), (receipt.MovementId, receipt.Kind, receipt.Part, receipt.Parts, receipt.Actor, receipt.Reference));
        Assert.Equal(
            [
                new MovementLineV1("A", "bolt", Accounts.Supplier, -10, UnitPrice: 0.25m),
                new MovementLineV1("A", "bolt", Accounts.OnHand, 10, Version: 1, Balance: 10, UnitPrice: 0.25m, Value: 2.5m),
            ],
            receipt.Lines);
        var out1 = events[5].GetProperty("data").Deserialize(ContractsJson.Default.MovementPostedV1)!;
        Assert.Equal((1, 2, "A"), (out1.Part, out1.Parts, Assert.Single(out1.Lines).Location));
    }

    [Fact]
    public async Task A_line_tells_until_when_its_lot_may_be_sold()
    {
        await _ledger.SendAsync(HttpMethod.Post, "/v1/items", """[{"sku":"milk","name":"Milk","tracking":"lot"}]""");
        await _ledger.PostedAsync(
            """{"id":"m","kind":"RECEIPT","location":"A","lines":[{"sku":"milk","quantity":6,"lot":"L1","expiresOn":"2999-01-31"},{"sku":"milk","quantity":2,"lot":"L2"}]}""");
        await _ledger.PostedAsync("""{"id":"n","kind":"SALE","location":"A","lines":[{"sku":"milk","quantity":1,"lot":"L1"}]}""");

        var lines = (await EventsAsync(_shardOfA)).TakeLast(2)
            .SelectMany(one => one.GetProperty("data").Deserialize(ContractsJson.Default.MovementPostedV1)!.Lines)
            .Where(line => line.Account == Accounts.OnHand);

        Assert.Equal(["L1 6 2999-01-31", "L2 2 ", "L1 -1 2999-01-31"], lines.Select(line => $"{line.Lot} {line.Quantity} {line.ExpiresOn:yyyy-MM-dd}"));
    }

    [Fact]
    public async Task Corrections_carry_their_own_time_and_the_movement_keeps_its()
    {
        await _ledger.PostedAsync("""{"id":"c","kind":"COUNT","occurredAt":"2026-02-01T00:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":10}]}""");
        await _ledger.PostedAsync("""{"id":"s","kind":"SALE","occurredAt":"2026-01-15T00:00:00Z","location":"A","lines":[{"sku":"bolt","quantity":4}]}""");

        var sale = (await EventsAsync(_shardOfA))[^1].GetProperty("data").Deserialize(ContractsJson.Default.MovementPostedV1)!;

        Assert.Equal(new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero), sale.OccurredAt);
        Assert.Equal(
            ["ADJUSTMENT -4 2026-02-01", "ON_HAND 4 2026-02-01", "ON_HAND -4 ", "CUSTOMER 4 "],
            sale.Lines.Select(line => $"{line.Account} {line.Quantity} {line.OccurredAt:yyyy-MM-dd}"));
    }

    [Fact]
    public async Task Pages_of_any_size_hold_every_event_once_while_others_post()
    {
        var posting = Task.WhenAll(Enumerable.Range(0, 300).Select(n => _ledger.PostAsync(
            $$"""{"id":"{{n}}","kind":"RECEIPT","location":"A","lines":[{"sku":"bolt","quantity":{{n + 1}}},{"sku":"nut","quantity":1}]}""")));
        var log = new LedgerEventLog();
        await using var connection = await _ledger.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var sequences = new List<long>();

        for (var limit = 1; sequences.Count < 301; limit = 1 + (limit * 7 % 20))
        {
            var page = await log.ReadAsync(connection, _shardOfA, sequences.LastOrDefault(), limit, TestContext.Current.CancellationToken);
            Assert.InRange(page.Count, 0, limit);
            sequences.AddRange(page.Select(one => one.Sequence));
        }

        await posting;
        Assert.Equal(Enumerable.Range(1, 301).Select(n => (long)n), sequences);
        Assert.Equal(301, (await _ledger.GetAsync("/v1/events/heads")).Json.EnumerateArray()
            .Single(head => head.GetProperty("shard").GetInt32() == _shardOfA).GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task A_page_of_large_movements_ends_early_and_goes_on()
    {
        var lines = string.Join(',', Enumerable.Repeat("""{"sku":"bolt","quantity":1}""", 1_000));
        await _ledger.PostAsync($"[{string.Join(',', Enumerable.Range(0, 25).Select(n =>
            $$"""{"id":"{{n}}","kind":"RECEIPT","location":"A","lines":[{{lines}}]}"""))}]");
        var log = new LedgerEventLog();
        await using var connection = await _ledger.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var page = await log.ReadAsync(connection, _shardOfA, 0, 100, TestContext.Current.CancellationToken);
        var rest = await log.ReadAsync(connection, _shardOfA, page[^1].Sequence, 100, TestContext.Current.CancellationToken);

        Assert.Equal(11, page.Count);
        Assert.Equal(Enumerable.Range(1, 21).Select(n => (long)n), page.Concat(rest).Select(one => one.Sequence));
        await LedgerTruth.AssertHoldsAsync(_ledger.Database);
    }

    private async Task<List<JsonElement>> EventsAsync(int shard) =>
        [.. (await _ledger.GetAsync($"/v1/events?shard={shard}&limit=1000")).Json.EnumerateArray()];
}
