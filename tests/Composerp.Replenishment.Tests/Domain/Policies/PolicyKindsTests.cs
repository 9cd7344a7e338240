using System.Text.Json;
using Composerp.Replenishment.Domain;
using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Domain.Policies;
using Composerp.Replenishment.Numerics.ServiceLevels;
using CsCheck;

namespace Composerp.Replenishment.Tests.Domain.Policies;

public sealed class PolicyKindsTests
{
    private static readonly Gen<PolicyTerms> _terms =
        from kind in Gen.Int[0, 6]
        from target in Gen.Double[0.5, 0.98]
        from isFillRate in Gen.Bool
        from review in Gen.Int[1, 14]
        from lot in Gen.Int[1, 400].Select(n => n / 4m)
        from form in Gen.Enum<DistributionChoice>()
        from cover in Gen.Int[1, 20]
        from fresh in Gen.Int[1, 40].Select(days => days > 20 ? (int?)null : days)
        from rounding in Gen.Enum<LevelRounding>()
        let level = isFillRate ? (double?)null : target
        let rate = isFillRate ? target : (double?)null
        let calculated = new PolicyTerms { Kind = "", ServiceLevel = level, FillRate = rate, ReviewDays = review, Distribution = form, Rounding = rounding, ShelfLifeDays = fresh }
        select kind switch
        {
            0 => calculated with { Kind = "order-up-to" },
            1 => calculated with { Kind = "reorder-point", OrderQuantity = lot },
            2 => calculated with { Kind = "reorder-point", OrderCost = lot, HoldingRate = 0.25m },
            3 => calculated with { Kind = "periodic-min-max", OrderQuantity = lot },
            4 => calculated with { Kind = "time-phased", CoverDays = cover },
            5 => new PolicyTerms { Kind = "time-phased", SafetyStock = lot, CoverDays = cover, MaximumLevel = 3 * lot },
            _ => new PolicyTerms { Kind = "days-of-cover", CoverDays = cover, MinimumCoverDays = cover / 2 },
        };

    private static readonly Gen<Forecast> _forecast =
        from days in Gen.Int[8, 60]
        from mean in Gen.Float[0, 20].Array[days]
        from spread in Gen.Float[0, 2]
        from knowsSums in Gen.Bool
        select Drawn(mean, spread, knowsSums);

    private static readonly Gen<ItemLocationSnapshot> _item =
        from terms in _terms
        from forecast in _forecast
        from lead in Gen.Int[0, 20]
        from isMixed in Gen.Bool
        from minimum in Gen.Int[0, 30]
        from multiple in Gen.Int[1, 12]
        from onHand in Gen.Int[0, 200]
        from onOrder in Gen.Int[0, 60]
        from due in Gen.Int[-3, 20]
        from isWhole in Gen.Bool
        select AnItem.Under(terms.ToPolicy()) with
        {
            Supply = AnItem.Delivered(lead, minimum, multiple),
            LeadTimes = isMixed ? [.. new double[lead], 0.75, 0, 0.25] : null,
            Forecast = forecast,
            Position = new(onHand, 0, onOrder),
            Receipts = [new(AnItem.Monday.AddDays(due), onOrder)],
            Limits = terms.ToLimits(),
            IsWhole = isWhole,
            Source = new("r", "everything", 0),
        };

    [Fact]
    public void Drawn_terms_are_sound() => _terms.Sample(terms => Assert.Null(terms.FirstViolation()), iter: 500);

    [Fact]
    public void Of_every_kind_what_is_stored_replays_to_the_same_steps() => _item.Sample(
        item =>
        {
            if (DerivationOf(item) is { } derivation)
            {
                var stored = JsonSerializer.Serialize(derivation, ReplenishmentJson.Default.Derivation);

                var replayed = JsonSerializer.Deserialize(stored, ReplenishmentJson.Default.Derivation)!.Replay();

                Assert.Equal(derivation.Quantity, replayed.Quantity);
                Assert.Equal(stored, JsonSerializer.Serialize(replayed, ReplenishmentJson.Default.Derivation));
                Assert.Equal(Explanation.InWords(derivation), Explanation.InWords(replayed));
            }
        },
        iter: 300);

    [Fact]
    public void Of_every_kind_what_was_ordered_is_not_proposed_again() => _item.Sample(
        item =>
        {
            // Goods that keep too short are ordered in what sells, not in what is needed: then it orders again the same day.
            if (item.Limits is null && item.Plan(null) is Proposed { Derivation: var ordered })
            {
                var after = item with
                {
                    Position = item.Position with { OnOrder = item.Position.OnOrder + ordered.Quantity },
                    Receipts = [.. item.Receipts, new(ordered.ExpectedOn, ordered.Quantity)],
                };

                Assert.IsType<Enough>(after.Plan(null));
            }
        },
        iter: 300);

    [Fact]
    public void Parameters_of_the_same_inputs_are_taken_as_they_are_known()
    {
        var item = Lost();
        var first = Assert.IsType<Proposed>(item.Plan(null));
        var known = new KnownParameters(first.Key!.Value, first.Derivation.Steps!.Parameters! with { ReorderPoint = 77, OrderUpTo = 77 });

        Assert.Equal(77, Assert.IsType<Proposed>((item with { Known = known }).Plan(null)).Derivation.Quantity);
        Assert.Equal(
            first.Derivation.Quantity,
            Assert.IsType<Proposed>((item with { Known = known with { Key = Guid.NewGuid() } }).Plan(null)).Derivation.Quantity);
        Assert.NotEqual(first.Key, Assert.IsType<Proposed>((item with { Forecast = AnItem.Forecast(10, 3.5) }).Plan(null)).Key);
        Assert.NotEqual(first.Key, Assert.IsType<Proposed>((item with { Supply = AnItem.Delivered(6) }).Plan(null)).Key);
    }

    [Fact]
    public void Lost_sales_need_less_than_waiting_demand()
    {
        var waiting = QuantityOf(Lost(Shortage.Backordered));

        Assert.True(QuantityOf(Lost()) < waiting, $"{QuantityOf(Lost())} is not below {waiting}");
    }

    [Fact]
    public void The_forecasts_own_quantiles_of_the_sum_are_taken_where_they_reach()
    {
        var forecast = AnItem.Forecast(10, 3) with
        {
            Levels = [0.5, 0.95],
            SumQuantiles = [.. Enumerable.Range(1, 28).Select(days => 10f * days), .. Enumerable.Range(1, 28).Select(days => 12f * days)],
        };
        var item = AnItem.Under(new OrderUpToPolicy(0.95, 7)) with { Forecast = forecast };

        // 14 days of at most 12; beyond 0.95 the normal form says 140 and 3 x root(14) x 2.33.
        Assert.Equal(168, QuantityOf(item));
        Assert.Equal(167, QuantityOf(item with { Policy = new OrderUpToPolicy(0.99, 7) }));
        Assert.Contains("from the forecast's quantiles of these days together", Explanation.InWords(Assert.IsType<Proposed>(item.Plan(null)).Derivation), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreliable_supplier_needs_more_stock()
    {
        var terms = new PolicyTerms { Kind = "order-up-to", ServiceLevel = 0.95, ReviewDays = 7 };
        var item = AnItem.Under(terms.ToPolicy()) with { Forecast = AnItem.Forecast(10, 3) };

        var late = item with { LeadTimes = [0, 0, 0, 0, 0, 0, 0, 0.8, 0, 0, 0, 0, 0, 0, 0.2] };

        // One order in five takes two weeks: 21 days of 10 have to be there.
        Assert.True(QuantityOf(late) > 200, $"{QuantityOf(late)}");
        Assert.Equal(159, QuantityOf(item));
    }

    [Fact]
    public void Netting_counts_open_orders_when_they_come()
    {
        var item = AnItem.Under(new TimePhasedPolicy(0, null, 1, 1)) with
        {
            Forecast = AnItem.Forecast(10, 3), Supply = AnItem.Delivered(3), Position = new(30, 0, 10), Receipts = [new(AnItem.Monday.AddDays(3), 10)],
        };

        // Three days are served from the shelf, the fourth by what comes on it; a day later it would come too late.
        Assert.IsType<Enough>(item.Plan(null));
        Assert.Equal(10, QuantityOf(item with { Receipts = [new(AnItem.Monday.AddDays(4), 10)] }));
    }

    [Fact]
    public void Days_of_cover_fill_up_from_the_minimum_to_the_cover()
    {
        var item = AnItem.Under(new DaysOfCoverPolicy(3, 10)) with { Forecast = AnItem.Forecast(10, 3), Position = new(101, 0, 0) };

        Assert.IsType<Enough>(item.Plan(null));
        Assert.Equal(70, QuantityOf(item with { Position = new(100, 0, 0) }));
    }

    [Fact]
    public void The_economic_quantity_is_ordered_at_the_reorder_point()
    {
        var terms = new PolicyTerms { Kind = "reorder-point", ServiceLevel = 0.95, OrderCost = 50, HoldingRate = 0.2m };
        var item = AnItem.Under(terms.ToPolicy()) with { Forecast = AnItem.Forecast(10, 3), Position = new(60, 0, 0) };

        // Root of 2 x 50 x 3650 / (0.2 x 2.5) is 854.4.
        Assert.Equal(854, QuantityOf(item));
    }

    [Fact]
    public void Shelf_life_caps_what_is_ordered()
    {
        var item = AnItem.Under(new MinMaxPolicy(10, 500)) with { Forecast = AnItem.Forecast(10, 3), Limits = new(null, default, 8, 2, 0, 0) };

        // A week until it comes, then six days of 10 that are fresh enough.
        Assert.Equal(60, QuantityOf(item));
    }

    [Fact]
    public void A_fence_keeps_a_proposal_from_falling_and_lets_it_rise()
    {
        var item = AnItem.Under(new MinMaxPolicy(10, 30)) with
        {
            Position = new(5, 0, 0), Limits = new(null, default, null, 0, 3, 0), Open = new(40, AnItem.Monday.AddDays(-2)),
        };

        Assert.Equal(40, QuantityOf(item));
        Assert.Equal(40, QuantityOf(item with { Position = new(50, 0, 0) }));
        Assert.Equal(25, QuantityOf(item with { Open = new(40, AnItem.Monday.AddDays(-3)) }));
        Assert.Equal(25, QuantityOf(item with { Open = new(20, AnItem.Monday) }));
    }

    [Fact]
    public void Small_changes_of_a_proposal_are_dampened()
    {
        var item = AnItem.Under(new MinMaxPolicy(10, 30)) with { Limits = new(null, default, null, 0, 0, 0.1m), Open = new(28, AnItem.Monday) };

        Assert.Equal(28, QuantityOf(item));
        Assert.Equal(30, QuantityOf(item with { Open = new(27, AnItem.Monday) }));
        Assert.Equal(30, QuantityOf(item with { Open = new(34, AnItem.Monday) }));
    }

    [Fact]
    public void A_planners_number_holds_until_it_expires()
    {
        var entered = new EnteredParameter(ParameterName.ReorderPoint, 100, "A festival.", AnItem.Monday.AddDays(1), "ann");
        var item = AnItem.Under(new MinMaxPolicy(10, 130)) with { Position = new(60, 0, 0), Overrides = [entered] };

        Assert.Equal(70, QuantityOf(item));
        Assert.Contains("as ann entered until 2026-03-03: A festival.", Explanation.InWords(Assert.IsType<Proposed>(item.Plan(null)).Derivation), StringComparison.Ordinal);
        Assert.IsType<Enough>(item.Plan(AnItem.Monday.AddDays(1)));
    }

    [Theory]
    [InlineData(ParameterName.SafetyStock, 50, 190)]
    [InlineData(ParameterName.OrderUpTo, 99, 99)]
    public void A_planners_safety_stock_or_level_replaces_the_calculated_one(ParameterName parameter, decimal value, decimal quantity)
    {
        var entered = new EnteredParameter(parameter, value, "So it is.", AnItem.Monday.AddDays(1), "ann");
        var item = AnItem.Under(new OrderUpToPolicy(0.95, 7)) with { Forecast = AnItem.Forecast(10, 3), Overrides = [entered] };

        Assert.Equal(quantity, QuantityOf(item));
    }

    private static ItemLocationSnapshot Lost(Shortage shortage = Shortage.Lost) =>
        AnItem.Under(new PolicyTerms { Kind = "order-up-to", FillRate = 0.9, ReviewDays = 3, Shortage = shortage }.ToPolicy()) with
        {
            Forecast = AnItem.Forecast(10, 3), IsWhole = true,
        };

    private static decimal QuantityOf(ItemLocationSnapshot item) => ItemLocationPlanTests.QuantityOf(item.Plan(null));

    private static Derivation? DerivationOf(ItemLocationSnapshot item) => item.Plan(null) switch
    {
        Proposed proposed => proposed.Derivation,
        Enough enough => enough.Derivation,
        _ => null,
    };

    private static Forecast Drawn(float[] mean, float spread, bool knowsSums)
    {
        var sums = new float[mean.Length];
        var sum = 0f;

        for (var day = 0; day < mean.Length; day++)
        {
            sum += mean[day];
            sums[day] = sum;
        }

        return new(
            Guid.Empty, "drawn", AnItem.Monday.AddDays(-1), mean, [.. mean.Select(value => value * spread)],
            [.. sums.Select(value => value * spread / 2)], [0.5, 0.9, 0.99],
            [.. mean, .. mean.Select(value => value * (1 + spread)), .. mean.Select(value => value * (1 + (3 * spread)))])
        {
            SumQuantiles = knowsSums
                ? [.. sums, .. sums.Select(value => value * (1 + (spread / 2))), .. sums.Select(value => value * (1 + spread))]
                : null,
        };
    }
}
