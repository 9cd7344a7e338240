using Composerp.Contracts;
using Composerp.InventoryLedger.OnOrder;
using Composerp.InventoryLedger.Tests.Support;
using Composerp.ServiceDefaults.EventLog;
using Composerp.Tests.Support;

namespace Composerp.InventoryLedger.Tests.OnOrder;

public sealed class FollowPurchaseOrdersTests(TestDatabases databases) : IAsyncLifetime
{
    private RunningLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await RunningLedger.StartAsync(databases, TestContext.Current.CancellationToken);
        await _ledger.AddItemsAsync("bolt", "nut");
        await _ledger.AddLocationAsync("A");
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task An_order_is_on_order_until_it_is_received()
    {
        await ApplyAsync(Approved("PO-1", ("bolt", 10), ("bolt", 5), ("nut", 2.5m)));
        await ApplyAsync(Approved("PO-2", ("bolt", 100)));
        Assert.Equal((115, 2.5m), (await OnOrderAsync("bolt"), await OnOrderAsync("nut")));

        await ReceiveAsync("r1", "PO-1", 4);
        await ReceiveAsync("r1", "PO-1", 4);
        Assert.Equal(111, await OnOrderAsync("bolt"));

        await ReceiveAsync("r2", "PO-1", 20);
        Assert.Equal(100, await OnOrderAsync("bolt"));

        await ApplyAsync(Received("PO-1"));
        Assert.Equal((100, 0), (await OnOrderAsync("bolt"), await OnOrderAsync("nut")));
        Assert.Equal(24, await _ledger.OnHandAsync("A", "bolt"));
    }

    [Fact]
    public async Task A_receipt_that_came_before_the_order_was_heard_of_counts()
    {
        await ReceiveAsync("r1", "PO-1", 4);
        await ReceiveAsync("r2", "delivery note 7", 50);
        await ApplyAsync(Approved("PO-1", ("bolt", 10)));

        Assert.Equal(6, await OnOrderAsync("bolt"));
    }

    [Fact]
    public async Task An_order_that_is_opened_again_closed_short_or_cancelled_is_on_order_no_more()
    {
        await ApplyAsync(Approved("PO-1", ("bolt", 10)));
        await ReceiveAsync("r1", "PO-1", 4);
        await ApplyAsync(Logged(NewEvent.Of(
            EventTypes.PurchaseOrderReopened, new("PO-1", "A", DateTimeOffset.UnixEpoch, "bob"), ContractsJson.Default.PurchaseOrderReopenedV1)));
        Assert.Equal(0, await OnOrderAsync("bolt"));

        // Approved again with another quantity: what came before still counts.
        await ApplyAsync(Approved("PO-1", ("bolt", 20)));
        Assert.Equal(16, await OnOrderAsync("bolt"));
        await ApplyAsync(Logged(NewEvent.Of(
            EventTypes.PurchaseOrderShortClosed, new("PO-1", "A", DateTimeOffset.UnixEpoch, "bob"), ContractsJson.Default.PurchaseOrderShortClosedV1)));
        Assert.Equal(0, await OnOrderAsync("bolt"));

        await ApplyAsync(Approved("PO-2", ("bolt", 5)));
        await ApplyAsync(Logged(NewEvent.Of(
            EventTypes.PurchaseOrderCancelled, new("PO-2", "A", DateTimeOffset.UnixEpoch, "bob"), ContractsJson.Default.PurchaseOrderCancelledV1)));
        Assert.Equal(0, await OnOrderAsync("bolt"));
    }

    [Fact]
    public async Task Receipts_and_the_order_itself_at_once_count_each_receipt_once()
    {
        var receipts = Enumerable.Range(0, 40).Select(n => ReceiveAsync($"r{n}", "PO-1", 1));
        await Task.WhenAll([.. receipts.Take(20), ApplyAsync(Approved("PO-1", ("bolt", 100))), .. receipts.Skip(20)]);

        Assert.Equal(60, await OnOrderAsync("bolt"));
    }

    [Fact]
    public async Task A_receipt_dated_before_a_count_still_lowers_what_is_on_order()
    {
        await ApplyAsync(Approved("PO-1", ("bolt", 10)));
        await _ledger.PostedAsync("""{"id":"c","kind":"COUNT","location":"A","lines":[{"sku":"bolt","quantity":3}]}""");
        await _ledger.PostedAsync("""{"id":"r","kind":"RECEIPT","occurredAt":"2026-01-01T00:00:00Z","location":"A","reference":"PO-1","lines":[{"sku":"bolt","quantity":3}]}""");

        Assert.Equal((7, 3), (await OnOrderAsync("bolt"), await _ledger.OnHandAsync("A", "bolt")));
    }

    [Fact]
    public async Task An_order_whose_quantity_the_ledger_cannot_hold_is_refused() =>
        await Assert.ThrowsAsync<EventRefusedException>(() => ApplyAsync(Approved("PO-1", ("bolt", 0.00001m))));

    private static LoggedEvent Approved(string number, params (string Sku, decimal Quantity)[] lines) => Logged(NewEvent.Of(
        EventTypes.PurchaseOrderApproved,
        new PurchaseOrderApprovedV1(
            number, "acme", "A", DateTimeOffset.UnixEpoch, "ann", [.. lines.Select(line => new PurchaseOrderLineV1(line.Sku, line.Quantity, new(2026, 4, 1)))]),
        ContractsJson.Default.PurchaseOrderApprovedV1));

    private static LoggedEvent Received(string number) => Logged(NewEvent.Of(
        EventTypes.PurchaseOrderReceived,
        new PurchaseOrderReceivedV1(number, "A", DateTimeOffset.UnixEpoch),
        ContractsJson.Default.PurchaseOrderReceivedV1));

    private static LoggedEvent Logged(NewEvent logged) => new(0, 1, logged.Type, DateTimeOffset.UnixEpoch, logged.Data);

    private async Task ApplyAsync(LoggedEvent logged)
    {
        await using var connection = await _ledger.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await new FollowPurchaseOrders().ApplyAsync(
            [logged, logged with { Type = "of.another.kind" }], transaction, TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    private Task ReceiveAsync(string id, string reference, int quantity) => _ledger.PostedAsync(
        $$"""{"id":"{{id}}","kind":"RECEIPT","location":"A","reference":"{{reference}}","lines":[{"sku":"bolt","quantity":{{quantity}}}]}""");

    private async Task<decimal> OnOrderAsync(string sku) =>
        (await _ledger.GetAsync($"/v1/positions?location=A&sku={sku}")).Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("onOrder").GetDecimal()).SingleOrDefault();
}
