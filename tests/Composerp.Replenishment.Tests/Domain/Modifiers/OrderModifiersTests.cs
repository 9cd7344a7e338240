using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Modifiers;

namespace Composerp.Replenishment.Tests.Domain.Modifiers;

public sealed class OrderModifiersTests
{
    private const int Instances = 1_000;

    // need, minimum, pack: Netstock's order constraints, and the expected column of Dolibarr's issue 38783.
    [Theory]
    [InlineData(850, 1_000, 0, 1_000)]
    [InlineData(25, 0, 12, 36)]
    [InlineData(4, 10, 0, 10)]
    [InlineData(1, 15, 3, 15)]
    [InlineData(13, 15, 3, 15)]
    [InlineData(18, 15, 3, 18)]
    public void The_published_quantities_are_found(decimal need, decimal minimum, decimal pack, decimal expected) =>
        Assert.Equal(expected, Apply(need, 0, new() { MinimumQuantity = minimum, PackSize = pack }));

    // With a maximum of 22, 10 on hand and a multiple of 5 leading systems differ; here it is a setting.
    [Theory]
    [InlineData(MaximumRule.StayUnder, 10)]
    [InlineData(MaximumRule.GoOver, 15)]
    public void Rounding_at_the_maximum_is_a_setting(MaximumRule rule, decimal expected) =>
        Assert.Equal(expected, Apply(12, 10, new() { OrderMultiple = 5, MaximumLevel = 22, MinimumLevel = 10, MaximumRule = rule }));

    [Fact]
    public void Staying_under_the_maximum_does_not_go_under_the_minimum() =>
        Assert.Equal(15, Apply(12, 10, new() { OrderMultiple = 5, MaximumLevel = 22, MinimumLevel = 21, MaximumRule = MaximumRule.StayUnder }));

    // What the order before left no room for is not ordered in a second one.
    [Fact]
    public void At_the_maximum_nothing_is_ordered_unless_the_position_is_under_its_minimum()
    {
        var terms = new LineTerms { OrderMultiple = 5, MaximumLevel = 22, MinimumLevel = 20, MaximumRule = MaximumRule.StayUnder };

        Assert.Equal(0, Apply(2, 20, terms));
        Assert.Equal(5, Apply(3, 19, terms));
    }

    [Fact]
    public void Each_step_says_what_it_changed_in_units_and_money()
    {
        var terms = new LineTerms
        {
            MinimumQuantity = 20,
            OrderMultiple = 6,
            PackSize = 4,
            PalletSize = 96,
            PalletFrom = 0.2m,
            Prices = [new(0, 2), new(90, 1.5m)],
        };

        var (quantity, steps) = OrderModifiers.Apply(15, 0, terms)!.Value;

        Assert.Equal(96, quantity);
        Assert.Equal(
            [
                new(OrderModifier.MinimumQuantity, 20, 15, 20, 10),
                new(OrderModifier.OrderMultiple, 6, 20, 24, 8),
                new(OrderModifier.Pallet, 96, 24, 96, 96),
            ],
            steps);
        Assert.Equal(96 * 1.5m, (15 * 2) + steps.Sum(step => step.CostChange));
        Assert.All(steps, step => Assert.EndsWith(".", Explanation.InWords(step), StringComparison.Ordinal));
    }

    [Fact]
    public void What_would_grow_too_old_is_not_ordered()
    {
        Assert.Equal(8, Apply(20, 0, new() { OrderMultiple = 4, ShelfLifeQuantity = 10 }));
        Assert.Equal(0, Apply(20, 0, new() { MinimumQuantity = 12, ShelfLifeQuantity = 10 }));
        Assert.Equal(0, Apply(20, 0, new() { ShelfLifeQuantity = 0 }));
    }

    [Theory]
    [InlineData(450, 100, 1, 0, new[] { 100.0, 100, 100, 100, 50 })]
    [InlineData(450, 100, 12, 30, new[] { 96.0, 96, 96, 96, 72 })]
    [InlineData(193, 100, 12, 30, new[] { 96.0, 96, 36 })]
    [InlineData(100, 100, 1, 0, new[] { 100.0 })]
    public void A_maximum_of_an_order_splits_it(decimal quantity, decimal maximum, decimal multiple, decimal minimum, double[] expected) => Assert.Equal(
        expected.Select(order => (decimal)order),
        OrderModifiers.Split(quantity, new() { MaximumQuantity = maximum, OrderMultiple = multiple, MinimumQuantity = minimum }));

    // Snyder and Shen's example 3.6: at an economic 304 the break at 800 still costs less over the year.
    [Theory]
    [InlineData(0.3, 800)]
    [InlineData(1.5, 400)]
    [InlineData(3, 305)]
    public void A_price_break_is_taken_where_the_year_costs_less(double rate, decimal expected) => Assert.Equal(expected, Apply(305, 0, new()
    {
        Prices = [new(0, 0.75m), new(400, 0.72m), new(800, 0.68m)],
        Costs = new(8, (decimal)rate, 1_300),
    }));

    [Fact]
    public void A_multiple_and_a_pack_without_a_common_quantity_are_refused() =>
        Assert.Null(OrderModifiers.Apply(1, 0, new() { OrderMultiple = 899_999_999_999.9999m, PackSize = 700_000_000_000.0001m }));

    // Every quarter from nothing up to far beyond, tried against the conditions one by one.
    [Fact]
    public void The_quantity_is_the_smallest_that_keeps_every_condition()
    {
        var random = new Random(9);

        for (var instance = 0; instance < Instances; instance++)
        {
            var terms = new LineTerms
            {
                MinimumQuantity = random.Next(3) == 0 ? 0 : random.Next(0, 100) / 4m,
                OrderMultiple = random.Next(1, 20) / 4m,
                PackSize = random.Next(2) == 0 ? 0 : random.Next(1, 20) / 4m,
                MaximumLevel = random.Next(2) == 0 ? null : random.Next(40, 200) / 4m,
                MinimumLevel = random.Next(0, 40) / 4m,
                MaximumRule = random.Next(2) == 0 ? MaximumRule.StayUnder : MaximumRule.GoOver,
                ShelfLifeQuantity = random.Next(3) == 0 ? random.Next(1, 200) / 4m : null,
            };
            var (need, position) = (random.Next(1, 200) / 4m, random.Next(-20, 40) / 4m);
            decimal[] orderable =
            [
                .. Enumerable.Range(1, 4_000).Select(n => n / 4m)
                    .Where(quantity => quantity >= terms.MinimumQuantity && quantity % terms.OrderMultiple == 0)
                    .Where(quantity => terms.PackSize == 0 || quantity % terms.PackSize == 0),
            ];
            var wanted = Math.Min(need, terms.ShelfLifeQuantity ?? need);
            var expected = orderable.First(quantity => quantity >= wanted);
            var under = orderable.LastOrDefault(quantity => position + quantity <= terms.MaximumLevel);

            if (terms.MaximumRule == MaximumRule.StayUnder && position + expected > terms.MaximumLevel && position + under >= terms.MinimumLevel)
            {
                expected = under;
            }

            if (expected > terms.ShelfLifeQuantity)
            {
                expected = orderable.LastOrDefault(quantity => quantity <= terms.ShelfLifeQuantity);
            }

            Assert.Equal(expected, Apply(need, position, terms));
        }
    }

    private static decimal Apply(decimal need, decimal position, LineTerms terms) => OrderModifiers.Apply(need, position, terms)!.Value.Quantity;

    public static TheoryData<PriceBreak[], string> BadPrices => new()
    {
        { [], "missing-price" },
        { [new(10, 2)], "first-price-not-from-zero" },
        { [new(0, 2), new(10, 1), new(10, 0.5m)], "prices-not-ascending" },
        { [new(0, -1)], "negative-quantity" },
    };

    [Theory, MemberData(nameof(BadPrices))]
    public void Prices_that_leave_a_quantity_without_one_are_refused(PriceBreak[] prices, string type)
    {
        var violation = LineTerms.PricesViolation("prices", prices);

        Assert.Equal(("prices", type), (violation?.Field, violation?.Type));
        Assert.Equal(violation!.Reason, Assert.Throws<ArgumentException>(() => new LineTerms { Prices = prices }).Message);
    }
}
