using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.ServiceLevels;

namespace Composerp.Replenishment.Tests.Numerics.ServiceLevels;

public sealed class ServiceModelTests
{
    private const int Instances = 1_000;

    // Chopra and Meindl, Supply Chain Management, example 12-1 and its neighbours.
    [Fact]
    public void The_textbooks_reorder_point_has_the_textbooks_service()
    {
        var leadTime = new NormalDemand(5_000, 500 * Math.Sqrt(2));

        Assert.Equal(0.92135, leadTime.Cumulative(6_000), 1e-5);
        Assert.Equal(25.127271, ContinuousReview.ShortagePerCycle(leadTime, 6_000), 1e-6);
        Assert.Equal(0.997487, ContinuousReview.FillRate(leadTime, 6_000, 10_000, Shortage.Backordered), 1e-6);
        Assert.Equal(66.697558, ContinuousReview.ReorderPointFor(leadTime, 0.975, 10_000, Shortage.Backordered) - 5_000, 1e-6);
    }

    // With mean 500, deviation 212.13 and point 600, at 200 a lot: leaving out what the delivery before left says 0.7807.
    [Fact]
    public void The_shortage_that_a_delivery_finds_is_not_counted_twice()
    {
        var leadTime = new NormalDemand(500, 212.13);

        Assert.Equal(0.8184, ContinuousReview.FillRate(leadTime, 600, 200, Shortage.Backordered), 1e-4);
        Assert.Equal(0.9561, ContinuousReview.FillRate(leadTime, 600, 1_000, Shortage.Backordered), 1e-4);
    }

    // Looked at ever more often, periodic review becomes continuous, if demand between two looks does not vary of itself.
    [Fact]
    public void A_short_review_has_the_service_of_the_textbooks_continuous_one()
    {
        const double Review = 1e-4;
        var leadTime = new NormalDemand(500, 212.13);
        var protection = new NormalDemand(500 + (50 * Review), 212.13);
        var model = new ServiceModel(protection, leadTime, 50 * Review, PositionSpread.Lots(200, isWhole: false));

        Assert.Equal(ContinuousReview.FillRate(leadTime, 600, 200, Shortage.Backordered), model.FillRate(800), 2e-3);
    }

    [Fact]
    public void The_fill_rate_of_every_rule_is_that_of_all_its_positions_and_demands()
    {
        var random = new Random(4);

        for (var instance = 0; instance < Instances; instance++)
        {
            var (model, places) = Drawn(random);
            var top = random.Next(-2, 30);

            Assert.Equal(FillRates(model, places)(top), model.FillRate(top), 1e-8);
        }
    }

    [Fact]
    public void The_level_for_a_fill_rate_is_the_smallest_that_reaches_it()
    {
        var random = new Random(5);

        for (var instance = 0; instance < Instances; instance++)
        {
            var (model, places) = Drawn(random);
            var target = 0.5 + (0.499 * random.NextDouble());
            var fillRates = FillRates(model, places);
            var expected = Enumerable.Range(-40, 400).First(top => fillRates(top) >= target - 1e-9);

            Assert.Equal(expected, model.TopFor(target, LevelRounding.Up, 1));

            var nearest = model.TopFor(target, LevelRounding.Nearest, 1);
            Assert.True(nearest == expected || nearest == expected - 1);
            Assert.True(Math.Abs(model.FillRate(nearest) - target) <= Math.Abs(model.FillRate(expected) - target) + 1e-9);
        }
    }

    [Fact]
    public void Every_continuous_level_reaches_its_target()
    {
        var random = new Random(6);

        for (var instance = 0; instance < Instances; instance++)
        {
            var (mean, review, lead) = (0.5 + (20 * random.NextDouble()), random.Next(1, 8), random.Next(0, 15));
            var variance = mean * (0.2 + (4 * random.NextDouble()));
            var perReview = DemandForms.Of(DemandForm.Fitting, mean * review, variance * review, isWhole: false);
            var spread = random.Next(3) switch
            {
                0 => PositionSpread.OrderUpTo(perReview.Mean),
                1 => PositionSpread.Lots(1 + (40 * random.NextDouble()), isWhole: false),
                _ => PositionSpread.MinMax(perReview, 40 * random.NextDouble()),
            };
            var model = new ServiceModel(
                DemandForms.Of(DemandForm.Fitting, mean * (lead + review), variance * (lead + review), isWhole: false),
                DemandForms.Of(DemandForm.Fitting, mean * lead, variance * lead, isWhole: false),
                perReview.Mean, spread);
            var target = 0.7 + (0.2999 * random.NextDouble());

            Assert.Equal(target, model.FillRate(model.TopFor(target, LevelRounding.Up, 0)), 1e-6);
        }
    }

    [Fact]
    public void The_undershoot_by_moments_is_that_of_a_far_away_minimum()
    {
        foreach (var (mean, variance) in new[] { (3.0, 3.0), (0.5, 2.0), (4.0, 20.0) })
        {
            var demand = DemandForms.Of(DemandForm.Fitting, mean, variance, isWhole: true);

            Assert.Equal(PositionSpread.MinMax(demand, 64).MeanUndershoot, Undershoot.Of(mean, variance, isWhole: true).Mean, 0.01);
        }
    }

    // An interval between demands, and what lacks then: 10 + 0 or 10 + 5 units, each as likely, is 5 or 10 below.
    [Fact]
    public void The_undershoot_of_certain_demand_is_half_of_it()
    {
        Assert.Equal(5, Undershoot.Of(10, 0, isWhole: false).Mean, 1e-12);
        Assert.Equal(100.0 / 12, Undershoot.Of(10, 0, isWhole: false).Variance, 1e-9);
        Assert.Equal(4.5, Undershoot.Of(10, 0, isWhole: true).Mean, 1e-12);
    }

    private static (ServiceModel Model, double[] Places) Drawn(Random random)
    {
        var mean = 0.2 + (3 * random.NextDouble());
        var variance = mean * (1 + (random.Next(2) * 2 * random.NextDouble()));
        var (review, lead, gap) = (random.Next(1, 4), random.Next(0, 4), random.Next(1, 12));
        IDemandDistribution Days(int days) => DemandForms.Of(DemandForm.Fitting, mean * days, variance * days, isWhole: true);
        var (spread, places) = random.Next(3) switch
        {
            0 => (PositionSpread.OrderUpTo(mean * review), [1.0]),
            1 => (PositionSpread.Lots(gap, isWhole: true), Enumerable.Repeat(1.0 / gap, gap).ToArray()),
            _ => (PositionSpread.MinMax(Days(review), gap), PositionChain.Of(Days(review), gap)),
        };

        return (new(Days(lead + review), Days(lead), mean * review, spread), places);
    }

    // By summing over positions and over demands, each of which is counted once.
    private static Func<int, double> FillRates(ServiceModel model, double[] places)
    {
        var (both, before) = (Chances(model.Protection), Chances(model.LeadTime));

        return top => 1 - (places.Index().Sum(place => place.Item * (Short(both, top - place.Index) - Short(before, top - place.Index))) / model.DemandPerReview);
    }

    private static double[] Chances(IDemandDistribution demand) =>
        [.. Enumerable.Range(0, 160).Select(units => demand.Cumulative(units) - demand.Cumulative(units - 1))];

    private static double Short(double[] chances, double stock)
    {
        var sum = 0.0;

        for (var units = 0; units < chances.Length; units++)
        {
            sum += chances[units] * Math.Max(0, units - stock);
        }

        return sum;
    }
}
