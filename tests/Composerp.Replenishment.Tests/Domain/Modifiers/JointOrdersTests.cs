using System.Text.Json;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Tests.Domain.Modifiers;

public sealed class JointOrdersTests
{
    private static readonly SupplierOrderTerms _none = new();

    // Ten a day of the first, one a day of the second; 5 of money, 1 kg, 0.1 cubic metres each.
    private static JointOrders Orders(SupplierOrderTerms? terms, decimal? budget = null, params Room[] rooms) => new("ACME", terms, budget, rooms,
    [
        new("W1", "bolt", 0, 10, 60, 0, 10, null, 50, 60, 5, 1, 0.1m),
        new("W1", "nut", 30, 1, 0, 0, 5, null, 25, 40, 5, 1, 0.1m),
        new("W2", "bolt", 10, 2, 20, 0, 10, null, 15, 30, 5, 1, 0.1m),
    ]);

    [Fact]
    public void An_order_is_filled_up_to_its_minimum_with_what_is_most_urgent() =>
        Assert.Equal([100, 0, 100], Quantities(Orders(_none with { MinimumValue = 500 })));

    [Fact]
    public void What_would_soon_have_to_be_ordered_joins_an_order_that_is_placed()
    {
        Assert.Equal([60, 10, 20], Quantities(Orders(_none with { JoinDays = 5 })));
        Assert.Equal([60, 0, 20], Quantities(Orders(_none with { JoinDays = 4 })));
    }

    [Fact]
    public void An_order_that_cannot_reach_its_minimum_waits_or_is_placed()
    {
        var terms = _none with { MinimumValue = 500, PullForwardDays = 12 };

        // At the second location ten more would last longer than 12 days.
        Assert.Equal([100, 0, 20], Quantities(Orders(terms)));
        Assert.Equal([100, 0, 0], Quantities(Orders(terms with { BelowMinimum = BelowMinimum.Hold })));
    }

    [Fact]
    public void A_budget_is_one_for_all_locations_and_room_is_each_locations_own()
    {
        Assert.Equal([60, 0, 0], Quantities(Orders(null, budget: 300)));
        Assert.Equal([30, 0, 20], Quantities(Orders(null, rooms: new Room("W1", 3))));
    }

    [Fact]
    public void Trucks_are_filled_by_location() =>
        Assert.Equal([80, 0, 40], Quantities(Orders(_none with { TruckWeight = 40, TruckFillFrom = 0.5m })));

    [Fact]
    public void An_order_meets_its_minimum_or_is_not_placed_and_every_change_is_told()
    {
        var random = new Random(31);

        for (var instance = 0; instance < 1_000; instance++)
        {
            var terms = new SupplierOrderTerms(
                MinimumValue: random.Next(1, 2_000), BelowMinimum: BelowMinimum.Hold,
                TruckVolume: random.Next(2) == 0 ? random.Next(2, 20) : null, TruckFillFrom: random.Next(0, 10) / 10m,
                PullForwardDays: random.Next(1, 90), JoinDays: random.Next(2) == 0 ? random.Next(1, 20) : null);
            decimal? budget = random.Next(2) == 0 ? random.Next(0, 4_000) : null;
            Room[] rooms = random.Next(2) == 0 ? [new("W0", random.Next(1, 30))] : [];
            var orders = new JointOrders("ACME", terms, budget, rooms, [.. Enumerable.Range(0, random.Next(1, 10)).Select(n => Drawn(n))]);

            var decided = orders.Decide();
            var lines = orders.Lines.Zip(decided).ToList();

            Assert.All(lines, line =>
            {
                var (item, after) = line;
                Assert.True(after.Quantity == 0 || (after.Quantity >= item.Minimum && after.Quantity % item.Multiple == 0));
                Assert.True(after.Quantity <= item.Quantity || after.Quantity <= (item.Ceiling ?? decimal.MaxValue));
                Assert.Equal(item.Quantity, after.Steps.Count > 0 ? after.Steps[0].Before : after.Quantity);
                Assert.All(after.Steps.Zip(after.Steps.Skip(1)), pair => Assert.Equal(pair.First.After, pair.Second.Before));
                Assert.Equal(after.Quantity, after.Steps.Count > 0 ? after.Steps[^1].After : item.Quantity);
            });
            Assert.All(lines.GroupBy(line => line.First.Location), order => Assert.True(
                order.All(line => line.Second.Quantity == 0) || order.Sum(line => line.First.UnitCost * line.Second.Quantity) >= terms.MinimumValue));
            Assert.True(budget is null || lines.Sum(line => line.First.UnitCost * line.Second.Quantity) <= budget);
            Assert.All(rooms, room => Assert.True(orders.VolumeAt(room.Location, decided) <= room.Volume));

            var stored = JsonSerializer.Serialize(orders, ReplenishmentJson.Default.JointOrders);
            var read = JsonSerializer.Deserialize(stored, ReplenishmentJson.Default.JointOrders)!;
            Assert.Equal(decided.Select(line => line.Quantity), read.Decide().Select(line => line.Quantity));
            Assert.Equal(stored, JsonSerializer.Serialize(read, ReplenishmentJson.Default.JointOrders));
        }

        OrderedLine Drawn(int n)
        {
            var step = new OrderStep(random.Next(0, 30), random.Next(1, 12));
            var quantity = random.Next(3) == 0 ? 0 : step.Up(random.Next(1, 60));

            return new(
                $"W{n % 3}", $"item-{n}", random.Next(0, 80), random.Next(0, 10), quantity, step.Minimum, step.Step,
                random.Next(2) == 0 ? quantity + random.Next(0, 400) : null, random.Next(0, 60), random.Next(60, 100),
                random.Next(1, 20), random.Next(0, 30) / 10m, random.Next(0, 10) / 100m);
        }
    }

    private static IEnumerable<decimal> Quantities(JointOrders orders) => orders.Decide().Select(line => line.Quantity);
}
