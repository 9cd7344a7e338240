using System.Net;
using Composerp.Contracts;
using Composerp.Replenishment.Tests.World;

namespace Composerp.Replenishment.Tests.PurchaseOrders;

public sealed class ReceiptTests(ReplenishmentWorld world) : IClassFixture<ReplenishmentWorld>
{
    [Fact]
    public async Task A_receipt_of_everything_closes_the_order_and_is_told()
    {
        var (number, skus) = await AnOrderAsync("R1", lines: 2);

        world.Ledger.Receive("R1", skus[0], 30, number);
        await world.CaughtUpAsync();
        Assert.Equal("partially-received", await StatusAsync(number));
        Assert.Equal([0m, 30m], await OnOrderAsync("R1", skus));

        world.Ledger.Receive("R1", skus[1], 30, number);
        await world.CaughtUpAsync();
        Assert.Equal("received", await StatusAsync(number));
        Assert.Equal([0m, 0m], await OnOrderAsync("R1", skus));

        var told = (await world.LogOfAsync("R1"))[^1];
        Assert.Equal(EventTypes.PurchaseOrderReceived, told.Type);
        Assert.Equal(
            new PurchaseOrderReceivedV1(number, "R1", TheLedger.Noon), told.Read(ContractsJson.Default.PurchaseOrderReceivedV1));
        Assert.Equal(TheLedger.Noon, (await world.GetAsync($"/v1/purchase-orders/{number}")).GetProperty("receivedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Goods_move_from_on_order_to_on_hand_and_the_position_stays()
    {
        var (number, skus) = await AnOrderAsync("R2");
        Assert.Equal(30, (await world.PositionAsync("R2", skus[0])).GetProperty("position").GetDecimal());

        world.Ledger.Receive("R2", skus[0], 12.5m, number);
        await world.CaughtUpAsync();

        var position = await world.PositionAsync("R2", skus[0]);
        Assert.Equal((12.5m, 17.5m, 30m), (
            position.GetProperty("onHand").GetDecimal(), position.GetProperty("onOrder").GetDecimal(), position.GetProperty("position").GetDecimal()));
    }

    [Fact]
    public async Task More_than_was_ordered_is_recorded_and_leaves_nothing_on_order()
    {
        var (number, skus) = await AnOrderAsync("R3", lines: 2);

        world.Ledger.Receive("R3", skus[0], 45, number);
        await world.CaughtUpAsync();

        Assert.Equal([0m, 30m], await OnOrderAsync("R3", skus));
        Assert.Equal([45m, 0m], await ReceivedAsync(number, skus));

        world.Ledger.Receive("R3", skus[1], 31, number);
        world.Ledger.Receive("R3", skus[1], 1, number);
        await world.CaughtUpAsync();

        Assert.Equal([45m, 32m], await ReceivedAsync(number, skus));
        Assert.Single(await world.LogOfAsync("R3"), logged => logged.Type == EventTypes.PurchaseOrderReceived);
    }

    [Fact]
    public async Task A_receipt_that_comes_again_counts_once()
    {
        var (number, skus) = await AnOrderAsync("R4");
        var receipt = world.Ledger.Receive("R4", skus[0], 20, number);
        await world.CaughtUpAsync();

        await using var connection = await world.Database.OpenConnectionAsync(ReplenishmentWorld.Token);
        await using var transaction = await connection.BeginTransactionAsync(ReplenishmentWorld.Token);
        await new InventoryEventsConsumer().ApplyAsync([receipt, receipt], transaction, ReplenishmentWorld.Token);
        await transaction.CommitAsync(ReplenishmentWorld.Token);

        Assert.Equal([20m], await ReceivedAsync(number, skus));
        Assert.Equal("partially-received", await StatusAsync(number));
    }

    [Fact]
    public async Task Lots_of_one_receipt_count_together_and_corrections_for_counts_do_not()
    {
        var (number, skus) = await AnOrderAsync("R5");
        world.Ledger.Post(
            MovementKinds.Receipt,
            "R5",
            number,
            world.Ledger.Line("R5", skus[0], Accounts.Supplier, -25) with { Version = null, Balance = null },
            world.Ledger.Line("R5", skus[0], Accounts.OnHand, 10, "lot A"),
            world.Ledger.Line("R5", skus[0], Accounts.OnHand, 15, "lot B"),
            world.Ledger.Line("R5", skus[0], Accounts.OnHand, -15, "lot B", occurredAt: TheLedger.Noon.AddDays(1)));
        await world.CaughtUpAsync();

        Assert.Equal([25m], await ReceivedAsync(number, skus));
        Assert.Equal(10, (await world.PositionAsync("R5", skus[0])).GetProperty("onHand").GetDecimal());
    }

    [Fact]
    public async Task Goods_for_elsewhere_not_ordered_or_without_an_order_fill_no_line()
    {
        var (number, skus) = await AnOrderAsync("R6");
        world.Ledger.Receive("elsewhere", skus[0], 30, number);
        world.Ledger.Receive("R6", "something-else", 5, number);
        world.Ledger.Receive("R6", skus[0], 7, "delivery note 5");
        world.Ledger.Receive("R6", skus[0], 8);
        world.Ledger.Post(MovementKinds.CustomerReturn, "R6", number, world.Ledger.Line("R6", skus[0], Accounts.OnHand, 1));
        await world.CaughtUpAsync();

        Assert.Equal("approved", await StatusAsync(number));
        Assert.Equal([0m], await ReceivedAsync(number, skus));
        Assert.Equal(2, await world.ReadAsync<long>(
            $"select count(*) from purchase_order_receipt join purchase_order on id = purchase_order_id where number = '{number}'"));
    }

    [Fact]
    public async Task Orders_are_filtered_and_listed_page_by_page()
    {
        var numbers = new List<string>();

        for (var n = 0; n < 5; n++)
        {
            numbers.Add((await AnOrderAsync("R7", lines: 2)).Number);
        }

        var listed = await world.ItemsAsync("/v1/purchase-orders?location=R7&status=approved&limit=2");

        Assert.Equal(numbers, listed.Select(order => order.GetProperty("number").GetString()));
        Assert.All(listed, order => Assert.Equal(2, order.GetProperty("lines").GetArrayLength()));
    }

    [Fact]
    public async Task An_unknown_order_and_an_unknown_status_get_a_clear_problem()
    {
        using var unknown = await world.Http.GetAsync("/v1/purchase-orders/PO-999999", ReplenishmentWorld.Token);
        using var status = await world.Http.GetAsync("/v1/purchase-orders?status=lost", ReplenishmentWorld.Token);

        await ReplenishmentWorld.ProblemAsync(unknown, HttpStatusCode.NotFound);
        await ReplenishmentWorld.ProblemAsync(status, HttpStatusCode.BadRequest);
    }

    /// <summary>An order of 30 each.</summary>
    private async Task<(string Number, List<string> Skus)> AnOrderAsync(string location, int lines = 1)
    {
        var skus = new List<string>();

        for (var n = 0; n < lines; n++)
        {
            skus.Add(await world.AnItemAtAsync(location));
            await world.MinMaxAsync(location, skus[n], 10, 30);
        }

        await world.CaughtUpAsync();
        await world.PlanAsync();
        var ids = new List<string>();

        foreach (var sku in skus)
        {
            ids.Add((await world.OpenProposalAsync(sku)).GetProperty("id").GetString()!);
        }

        var orders = (await world.PostAsync("/v1/proposals/approve", new { ids, actor = "bob" })).GetProperty("purchaseOrders");

        return (Assert.Single(orders.EnumerateArray()).GetProperty("number").GetString()!, skus);
    }

    private async Task<string?> StatusAsync(string number) =>
        (await world.GetAsync($"/v1/purchase-orders/{number}")).GetProperty("status").GetString();

    private async Task<List<decimal>> OnOrderAsync(string location, List<string> skus)
    {
        var onOrder = new List<decimal>();

        foreach (var sku in skus)
        {
            onOrder.Add((await world.PositionAsync(location, sku)).GetProperty("onOrder").GetDecimal());
        }

        return onOrder;
    }

    private async Task<IEnumerable<decimal>> ReceivedAsync(string number, List<string> skus)
    {
        var lines = (await world.GetAsync($"/v1/purchase-orders/{number}")).GetProperty("lines").EnumerateArray()
            .ToDictionary(line => line.GetProperty("sku").GetString()!, line => line.GetProperty("received").GetDecimal());

        return skus.Select(sku => lines[sku]);
    }
}
