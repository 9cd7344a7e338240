using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Tests.Domain.Modifiers;

public sealed class SupplierOrderTests
{
    private const int Instances = 1_000;

    private static readonly OrderStep _packsOf10 = new(20, 10);

    // Cover after the order: 4, 20 and 2 days; 300 of money.
    private static SupplierOrder Order() => new(
    [
        new(Position: 0, DemandPerDay: 5, Quantity: 20, _packsOf10, Ceiling: 1_000, new(5, 1, 0.1m)),
        new(Position: 100, DemandPerDay: 5, Quantity: 0, _packsOf10, Ceiling: 1_000, new(5, 1, 0.1m)),
        new(Position: 0, DemandPerDay: 20, Quantity: 40, _packsOf10, Ceiling: 60, new(5, 1, 0.1m)),
    ]);

    [Fact]
    public void The_most_urgent_lines_are_pulled_forward_to_the_suppliers_minimum()
    {
        var order = Order();

        Assert.True(order.Reach(new(500, 0, 0)));

        // The third until its ceiling, then the first.
        Assert.Equal([40, 0, 60], order.Quantities);
        Assert.Equal(500, order.Size.Value);
        Assert.Equal([(0, 20m, 40m, 100m), (2, 40m, 60m, 100m)], order.Changes.Select(change => (change.Line, change.Step.Before, change.Step.After, change.Step.CostChange)));
    }

    [Fact]
    public void A_minimum_that_cannot_be_reached_leaves_the_order_as_it_was()
    {
        var order = Order();

        Assert.False(order.Reach(new(1e6m, 0, 0)));

        Assert.Equal([20, 0, 40], order.Quantities);
        Assert.Empty(order.Changes);
    }

    [Theory]
    [InlineData(0.2, 2, 90)]
    [InlineData(0.5, 1, 40)]
    public void A_last_truck_is_filled_or_left(double fillFrom, int trucks, decimal weight)
    {
        var order = new SupplierOrder([new(0, 5, 60, _packsOf10, 1_000, new(5, 1, 0.1m))]);

        Assert.Equal(trucks, order.FillTrucks(OrderSize.Unlimited with { Weight = 45 }, (decimal)fillFrom));

        Assert.Equal(weight, order.Size.Weight);
    }

    [Fact]
    public void A_single_truck_goes_however_empty_it_is()
    {
        var order = Order();

        Assert.Equal(1, order.FillTrucks(OrderSize.Unlimited with { Volume = 100 }, 0.9m));
        Assert.Equal([20, 0, 40], order.Quantities);
    }

    [Fact]
    public void Budget_and_storage_take_from_those_who_have_most()
    {
        var order = Order();
        order.Keep(250);
        Assert.Equal([0, 0, 40], order.Quantities);

        order.Store(3);
        Assert.Equal([0, 0, 30], order.Quantities);
        Assert.Equal([OrderModifier.Budget, OrderModifier.Storage], order.Changes.Select(change => change.Step.Modifier));
    }

    [Fact]
    public void What_takes_nothing_of_what_is_scarce_is_not_lowered_for_it()
    {
        // The first lasts longest, costs nothing, and takes no room.
        var order = new SupplierOrder([new(900, 1, 20, new(0, 1), 20, new(0, 1, 0)), new(0, 1, 30, new(0, 1), 30, new(5, 1, 0.1m))]);

        order.Store(2);
        order.Keep(50);

        Assert.Equal([20, 10], order.Quantities);
    }

    [Fact]
    public void One_that_must_be_ordered_takes_along_those_that_may_join()
    {
        Assert.Equal([45, 0, 30], CanOrder.Needs([new(5, 5, 20, 50), new(30, 5, 20, 50), new(20, 5, 20, 50)]));
        Assert.Equal([0, 0, 0], CanOrder.Needs([new(6, 5, 20, 50), new(30, 5, 20, 50), new(20, 5, 20, 50)]));
    }

    [Fact]
    public void No_order_breaks_a_condition()
    {
        var random = new Random(10);

        for (var instance = 0; instance < Instances; instance++)
        {
            SupplierLine[] lines = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Drawn())];
            var order = new SupplierOrder(lines);
            var minimum = new OrderSize(random.Next(0, 3_000), random.Next(0, 300), random.Next(0, 20));
            var isReached = order.Reach(minimum);
            var afterMinimum = order.Quantities.ToArray();

            Assert.Equal(isReached, order.Size.Reaches(minimum));
            Assert.All(afterMinimum.Zip(lines), pair => Assert.True(pair.First >= pair.Second.Quantity && pair.First <= Math.Max(pair.Second.Ceiling, pair.Second.Quantity)));

            var truck = new OrderSize(decimal.MaxValue, random.Next(50, 400), random.Next(5, 40));
            Assert.True(order.Size.Value == 0 || order.FillTrucks(truck, random.Next(0, 100) / 100m) is var trucks && order.Size.Fits(truck.Times(trucks)));

            order.Keep(random.Next(500, 5_000));
            order.Store(random.Next(5, 60));
            Assert.All(order.Quantities.Zip(lines), pair => Assert.True(
                pair.First == 0 || (pair.First >= pair.Second.Step.Minimum && pair.First % pair.Second.Step.Step == 0)));

            // Every change is told, and nothing else changes.
            foreach (var (place, line) in lines.Index())
            {
                Assert.Equal(order.Quantities[place], order.Changes.LastOrDefault(change => change.Line == place)?.Step.After ?? line.Quantity);
            }

            SupplierLine Drawn()
            {
                var step = new OrderStep(random.Next(0, 30), random.Next(1, 12));
                var quantity = random.Next(3) == 0 ? 0 : step.Up(random.Next(1, 60));

                return new(
                    random.Next(0, 80), random.Next(0, 10), quantity, step, quantity + random.Next(0, 400),
                    new(random.Next(0, 20), random.Next(0, 30) / 10m, random.Next(0, 10) / 100m));
            }
        }
    }
}
