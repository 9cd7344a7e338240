using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Orders;

namespace Composerp.Replenishment.Tests.Domain.Orders;

public sealed class OrderLifeTests
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly OrderStep[] _steps = Enum.GetValues<OrderStep>();

    // Every way there is, without goods: what is not here does not exist.
    [Fact]
    public void Without_goods_there_are_these_ways_and_no_others()
    {
        var ways =
            from status in PurchaseOrderStatus.All
            from step in _steps
            where step != OrderStep.Receive
            let next = OrderLife.Next(status, step, GoodsCame.None, isSent: false)
            where next is not null
            select $"{status} {step} {next}";

        Assert.Equal(
            [
                "approved Cancel cancelled",
                "approved Edit proposed",
                "approved Send sent",
                "draft Cancel cancelled",
                "draft Edit draft",
                "draft Submit proposed",
                "partially-received Edit proposed",
                "partially-received Send partially-received",
                "proposed Approve approved",
                "proposed Cancel cancelled",
                "proposed Edit proposed",
                "proposed Return draft",
                "sent Cancel cancelled",
                "sent Edit proposed",
            ],
            ways.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("approved", GoodsCame.Some, false, "partially-received")]
    [InlineData("sent", GoodsCame.All, true, "received")]
    [InlineData("partially-received", GoodsCame.None, true, "sent")]
    [InlineData("partially-received", GoodsCame.None, false, "approved")]
    [InlineData("draft", GoodsCame.All, false, "draft")]
    [InlineData("received", GoodsCame.Some, true, "received")]
    [InlineData("cancelled", GoodsCame.All, true, "cancelled")]
    public void Goods_are_a_fact_in_every_state(string status, GoodsCame goods, bool isSent, string next) =>
        Assert.Equal(next, OrderLife.Next(status, OrderStep.Receive, goods, isSent));

    [Fact]
    public void Of_what_goods_came_is_closed_and_never_cancelled() => Assert.All(PurchaseOrderStatus.Open, status =>
    {
        Assert.Equal("short-closed", OrderLife.Next(status, OrderStep.CloseShort, GoodsCame.Some, isSent: true));
        Assert.Null(OrderLife.Next(status, OrderStep.CloseShort, GoodsCame.None, isSent: true));
        Assert.Null(OrderLife.Next(status, OrderStep.Cancel, GoodsCame.Some, isSent: true));
    });

    // Thousands of random lives. What holds at each step: no step out of an end; goods are never lost; the state says what
    // came; whoever approves has had no hand in it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_happens_quantities_are_kept_and_ends_are_final(int seed)
    {
        var random = new Random(seed);

        for (var life = 0; life < 1_000; life++)
        {
            var order = ADraft(random);
            var came = 0m;

            for (var step = 0; step < 30; step++)
            {
                var (next, goods) = Happens(order, random);

                if (next is not null)
                {
                    Assert.True(order.IsOpen || goods > 0, $"{order.Status} is an end, and became {next.Status}");
                    Assert.True(order.IsOpen || next.Status == order.Status);
                    Assert.Equal(order.Revision + 1, next.Revision);
                    came += goods;
                    order = next;
                }

                Assert.Equal(came, order.Lines.Sum(line => line.Received));
                Assert.All(order.Lines, line => Assert.True(line.OnOrder == Math.Max(0, line.Quantity - line.Received)));
                Assert.False(order.Status is "approved" or "sent" && came > 0, order.Status);
                Assert.False(order.Status is "cancelled" or "short-closed" && order.ClosedAt is null);
                Assert.True(order.Status is not ("approved" or "sent" or "partially-received" or "received") || order.ApprovedBy is not null);
            }
        }
    }

    private static (PurchaseOrder? Next, decimal Goods) Happens(PurchaseOrder order, Random random)
    {
        var step = _steps[random.Next(_steps.Length)];
        var actor = $"actor {random.Next(3)}";
        var goods = 0m;

        if (step == OrderStep.Approve && Approval.FirstRefusal(order, actor, null) is not null)
        {
            return (null, 0);
        }

        if (step == OrderStep.Receive)
        {
            goods = random.Next(1, 6);
            var line = random.Next(order.Lines.Count);
            order = order with
            {
                Lines = [.. order.Lines.Select((one, index) => index == line ? one with { Received = one.Received + goods } : one)],
            };
        }

        var next = order.After(step, actor, _noon);

        if (step == OrderStep.Edit && next is not null)
        {
            var wanted = order.Lines.Select(line => new WantedLine(line.Sku, 2, [new(new(2026, 3, 9), random.Next(1, 12))])).ToList();
            var (lines, refusal) = OrderLines.Edit(order.Lines, wanted);

            Assert.Equal(
                wanted.Zip(order.Lines).Any(pair => pair.First.Quantity < pair.Second.Received), refusal is not null);
            next = refusal is null ? next with { Lines = lines } : null;
        }

        return (next, next is null ? 0 : goods);
    }

    private static PurchaseOrder ADraft(Random random) => new(
        "PO-1", OrderKinds.Purchase, "ACME", null, "S1", PurchaseOrderStatus.Draft, "actor 0", _noon, ["actor 0"], null, null, null, null, null, 1, 0, 0,
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(n => new PurchaseOrderLine($"sku {n}", random.Next(1, 12), 0, 2, new(2026, 3, 9)))]);
}
