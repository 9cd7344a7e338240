using Composerp.Replenishment.Domain.Classes;

namespace Composerp.Replenishment.Tests.Domain.Classes;

public sealed class ItemClassesTests
{
    [Fact]
    public void The_item_that_crosses_a_bound_belongs_to_the_better_class()
    {
        ClassedItem[] items = [new("e", 0, 0, 0), new("d", 2, 10, 20), new("c", 8, 10, 8), new("b", 30, 10, 5), new("a", 60, 10, 1)];

        Assert.Equal(
            [
                new("a", TurnoverClass.A, SteadinessClass.X),
                new("b", TurnoverClass.A, SteadinessClass.X),
                new("c", TurnoverClass.B, SteadinessClass.Y),
                new("d", TurnoverClass.C, SteadinessClass.Z),
                new("e", TurnoverClass.C, SteadinessClass.Z),
            ],
            ItemClasses.Of(items, ClassBounds.Usual));
    }

    [Fact]
    public void A_single_item_is_an_a() =>
        Assert.Equal(TurnoverClass.A, ItemClasses.Of([new("only", 5, 1, 0)], ClassBounds.Usual).Single().Turnover);

    [Fact]
    public void Classes_follow_turnover_and_the_order_of_the_list_does_not_matter()
    {
        var random = new Random(19);

        for (var instance = 0; instance < 1_000; instance++)
        {
            ClassedItem[] items = [.. Enumerable.Range(0, random.Next(1, 40)).Select(n => new ClassedItem($"i{n}", random.Next(0, 50), random.Next(1, 9), random.Next(0, 12)))];

            var classes = ItemClasses.Of(items, ClassBounds.Usual);

            Assert.Equal(classes, ItemClasses.Of([.. items.Reverse()], ClassBounds.Usual));
            Assert.Equal(classes.Select(one => one.Turnover).Order(), classes.Select(one => one.Turnover));

            // A together make their share, and would not without the last of them.
            var turnovers = items.ToDictionary(item => item.Key, item => item.Turnover);
            var ofA = classes.Where(one => one.Turnover == TurnoverClass.A).Select(one => turnovers[one.Key]).ToList();
            var total = turnovers.Values.Sum();
            Assert.True(total == 0 || (ofA.Sum() >= 0.8m * total && ofA.SkipLast(1).Sum() < 0.8m * total));
        }
    }
}
