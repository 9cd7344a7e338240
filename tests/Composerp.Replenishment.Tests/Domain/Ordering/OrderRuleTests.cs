using Composerp.Replenishment.Domain.Ordering;

namespace Composerp.Replenishment.Tests.Domain.Ordering;

public sealed class OrderRuleTests
{
    private const int Instances = 1_000;

    // Dynamics 365, safety stock replenishment: a minimum of 10, a maximum of 15, 4 on hand.
    [Fact]
    public void Min_max_fills_to_the_maximum() => Assert.Equal(11, new MinMaxRule(10, 15).Need(4));

    [Theory]
    [InlineData(10, 5, 11, 0)]
    [InlineData(10, 5, 10, 5)]
    [InlineData(10, 5, 5.5, 5)]
    [InlineData(10, 5, 5, 10)]
    [InlineData(10, 5, -7, 20)]
    public void A_reorder_point_orders_lots_until_the_position_is_above_it(decimal point, decimal lot, decimal position, decimal expected) =>
        Assert.Equal(expected, new ReorderPointRule(point, lot).Need(position));

    [Fact]
    public void A_manual_rule_orders_nothing() => Assert.Equal(0, new ManualRule().Need(-100));

    // In quarters, counted up one by one.
    [Fact]
    public void Every_rule_orders_the_smallest_quantity_that_does_what_it_says()
    {
        var random = new Random(7);

        for (var instance = 0; instance < Instances; instance++)
        {
            var (low, gap, position, lot) = (random.Next(-20, 200) / 4m, random.Next(0, 200) / 4m, random.Next(-200, 300) / 4m, random.Next(1, 60) / 4m);

            Assert.Equal(ByCounting(position <= low, added => position + added >= low + gap, 0.25m), new MinMaxRule(low, low + gap).Need(position));
            Assert.Equal(ByCounting(true, added => position + added >= low, 0.25m), new OrderUpToRule(low).Need(position));
            Assert.Equal(ByCounting(position <= low, added => position + added > low, lot), new ReorderPointRule(low, lot).Need(position));
        }
    }

    [Fact]
    public void A_planners_number_holds_until_it_expires()
    {
        var entered = new ParameterOverride(40, "Promotion in April", new(2026, 5, 1));

        Assert.Equal((40m, true), ParameterOverride.Effective(25, entered, new(2026, 4, 30)));
        Assert.Equal((25m, false), ParameterOverride.Effective(25, entered, new(2026, 5, 1)));
        Assert.Equal((25m, false), ParameterOverride.Effective(25, null, new(2026, 5, 1)));
    }

    private static decimal ByCounting(bool isOrdering, Func<decimal, bool> isEnough, decimal step)
    {
        var added = 0m;

        while (isOrdering && !isEnough(added))
        {
            added += step;
        }

        return added;
    }
}
