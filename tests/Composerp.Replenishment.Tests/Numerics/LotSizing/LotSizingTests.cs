using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.LotSizing;

namespace Composerp.Replenishment.Tests.Numerics.LotSizing;

public sealed class LotSizingTests
{
    private const int Instances = 1_000;

    // Snyder and Shen, Fundamentals of Supply Chain Theory, examples 3.1, 3.6, 3.7 and the incremental one.
    [Fact]
    public void The_textbooks_economic_quantities_are_found()
    {
        double[] breaks = [0, 400, 800], prices = [0.75, 0.72, 0.68];

        Assert.Equal(304.0467800264368, EconomicOrderQuantity.Of(8, 0.225, 1_300).Quantity, 1e-9);
        Assert.Equal(68.41052550594827, EconomicOrderQuantity.Of(8, 0.225, 1_300).Cost, 1e-9);
        Assert.Equal(new(800, 978.6, 2), Rounded(EconomicOrderQuantity.AllUnits(8, 0.3, 1_300, breaks, prices)));
        Assert.Equal(new(304.04678, 1_043.410526, 0), Rounded(EconomicOrderQuantity.Incremental(8, 0.3, 1_300, breaks, prices)));
        Assert.Equal(new(1_481.890684, 222_762.813685, 2), Rounded(EconomicOrderQuantity.Incremental(150, 0.25, 2_400, [0, 300, 600], [100, 90, 80])));
    }

    // Where waiting costs nothing there is no reason to hold; where it costs without end, backorders vanish.
    [Fact]
    public void Backorders_make_lots_larger_and_cheaper()
    {
        var plain = EconomicOrderQuantity.Of(8, 0.225, 1_300);
        var waiting = EconomicOrderQuantity.WithBackorders(8, 0.225, 5, 1_300);

        Assert.True(waiting.Quantity > plain.Quantity && waiting.Cost < plain.Cost);
        Assert.Equal(plain.Quantity, EconomicOrderQuantity.WithBackorders(8, 0.225, 1e12, 1_300).Quantity, 1e-6);
    }

    // Example 3.9 and problem 3.29 of the same book.
    [Theory]
    [InlineData(500, 2, new double[] { 90, 120, 80, 70 }, new double[] { 210, 0, 150, 0 }, 1_380)]
    [InlineData(100, 0.1, new double[] { 730, 580, 445, 650, 880 }, new double[] { 1_310, 0, 1_095, 0, 880 }, 423)]
    public void The_textbooks_dynamic_lots_are_found(double fixedCost, double holding, double[] demand, double[] expected, double cost)
    {
        var orders = new double[demand.Length];

        Assert.Equal(cost, DynamicLots.Write(fixedCost, holding, demand, orders), 1e-9);
        Assert.Equal(expected, orders);
    }

    // Silver, Pyke and Peterson, Inventory Management and Production Planning and Scheduling (1998), p. 428.
    [Fact]
    public void The_textbooks_joint_orders_are_found()
    {
        var every = new int[4];

        var (interval, cost) = JointReplenishment.Write(40, [15, 15, 15, 15], [0.24, 0.24, 0.24, 0.24], [86_000, 12_500, 1_400, 3_000], every);

        Assert.Equal([1, 1, 4, 3], every);
        Assert.Equal(0.07617340262784976, interval, 1e-12);
        Assert.Equal(2_067.650840930354, cost, 1e-8);
    }

    // Snyder and Shen, examples 4.4, 4.7, 4.8, 5.8 and problem 4.19.
    [Fact]
    public void The_textbooks_cheapest_levels_are_found()
    {
        var (level, cost) = OptimalLevels.BaseStock(new NormalDemand(250, 8 * Math.Sqrt(5)), 0.18, 0.7);
        Assert.Equal(264.7668943741548, level, 1e-9);
        Assert.Equal(4.466781004149578, cost, 1e-9);

        var (whole, wholeCost) = OptimalLevels.BaseStock(new PoissonDemand(90), 0.08, 1.25);
        Assert.Equal(105, whole);
        Assert.Equal(1.5450188691551778, wholeCost, 1e-9);

        var minMax = OptimalLevels.MinMax(new PoissonDemand(6), new PoissonDemand(6), 5, 1, 4);
        Assert.Equal((4, 10), (minMax.ReorderPoint, minMax.LevelOrQuantity));
        Assert.Equal(8.034111561471644, minMax.Cost, 1e-9);

        var (point, upTo) = OptimalLevels.PowerApproximation(50, 8, 0, 2.5, 0.18, 0.7);
        Assert.Equal(40.19461695647407, point, 1e-9);
        Assert.Equal(74.29017010980579, upTo, 1e-9);

        var lots = OptimalLevels.ReorderPoint(new PoissonDemand(3), 1.5, 100, 20, 150);
        Assert.Equal((3, 5), (lots.ReorderPoint, lots.LevelOrQuantity));
        Assert.Equal(107.92358063314975, lots.Cost, 1e-9);
    }

    [Fact]
    public void No_quantity_of_a_fine_grid_costs_less_than_the_economic_one()
    {
        var random = new Random(1);

        for (var instance = 0; instance < Instances; instance++)
        {
            var (fixedCost, rate, demand) = (random.NextDouble() * 200, 0.05 + random.NextDouble(), 10 + (random.NextDouble() * 5_000));
            var first = 50 + random.Next(1, 500);
            double[] breaks = [0, first, first + random.Next(1, 800)];
            double[] prices = [10, 10 - random.NextDouble(), 9 - random.NextDouble()];

            var allUnits = EconomicOrderQuantity.AllUnits(fixedCost, rate, demand, breaks, prices);
            var incremental = EconomicOrderQuantity.Incremental(fixedCost, rate, demand, breaks, prices);

            for (var quantity = 1.0; quantity < 4_000; quantity *= 1.03)
            {
                Assert.True(allUnits.Cost <= AllUnitsCost(quantity) + 1e-9);
                Assert.True(incremental.Cost <= IncrementalCost(quantity) + 1e-9);
            }

            Assert.Equal(AllUnitsCost(allUnits.Quantity), allUnits.Cost, 1e-9 * allUnits.Cost);
            Assert.Equal(IncrementalCost(incremental.Quantity), incremental.Cost, 1e-9 * incremental.Cost);

            double AllUnitsCost(double quantity)
            {
                var price = prices[Enumerable.Range(0, 3).Last(region => breaks[region] <= quantity)];

                return (price * demand) + (fixedCost * demand / quantity) + (rate * price * quantity / 2);
            }

            // What an order of so many units costs, unit by unit.
            double IncrementalCost(double quantity)
            {
                var purchase = Enumerable.Range(0, 3).Sum(region =>
                    prices[region] * Math.Max(0, Math.Min(quantity, region < 2 ? breaks[region + 1] : double.MaxValue) - breaks[region]));

                return ((purchase + fixedCost) * demand / quantity) + (rate * purchase / 2);
            }
        }
    }

    [Fact]
    public void Dynamic_lots_cost_what_the_best_of_all_plans_costs()
    {
        var random = new Random(2);

        for (var instance = 0; instance < Instances; instance++)
        {
            var (fixedCost, holding) = (random.Next(0, 100), random.Next(1, 10) / 4.0);
            double[] demand = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(3) == 0 ? 0.0 : random.Next(1, 50))];
            var orders = new double[demand.Length];

            var cost = DynamicLots.Write(fixedCost, holding, demand, orders);

            Assert.Equal(CostOf(orders), cost, 1e-9);
            Assert.Equal(Enumerable.Range(0, 1 << demand.Length).Min(periods => CostOf(PlanOf(periods))), cost, 1e-9);

            // Each period that orders covers the demand until the next that does.
            double[] PlanOf(int periods)
            {
                var plan = new double[demand.Length];
                var ordering = -1;

                for (var period = 0; period < demand.Length; period++)
                {
                    ordering = (periods >> period & 1) == 1 ? period : ordering;

                    if (ordering >= 0)
                    {
                        plan[ordering] += demand[period];
                    }
                }

                return plan;
            }

            double CostOf(double[] plan)
            {
                double stock = 0, sum = 0;

                for (var period = 0; period < plan.Length; period++)
                {
                    stock += plan[period] - demand[period];
                    sum += (plan[period] > 0 ? fixedCost : 0) + (holding * stock);

                    if (stock < 0)
                    {
                        return double.PositiveInfinity;
                    }
                }

                return sum;
            }
        }
    }

    [Fact]
    public void Cheapest_levels_are_the_best_of_all_levels()
    {
        var random = new Random(3);

        for (var instance = 0; instance < 40; instance++)
        {
            var mean = 0.3 + (4 * random.NextDouble());
            IDemandDistribution demand = random.Next(2) == 0 ? new PoissonDemand(mean) : new NegativeBinomialDemand(mean, mean * (1.2 + random.NextDouble()));
            var leadTime = DemandForms.Of(DemandForm.Fitting, 2 * demand.Mean, 2 * demand.Variance, isWhole: true);
            var (fixedCost, holding, shortage) = (random.Next(1, 12), 1 + random.NextDouble(), 3 + (20 * random.NextDouble()));

            var lots = OptimalLevels.ReorderPoint(leadTime, demand.Mean, fixedCost, holding, shortage);
            var minMax = OptimalLevels.MinMax(demand, leadTime, fixedCost, holding, shortage);
            double[] chances = [.. Enumerable.Range(0, 80).Select(units => leadTime.Cumulative(units) - leadTime.Cumulative(units - 1))];
            double[] costs = [.. Enumerable.Range(-30, 70).Select(position =>
                chances.Index().Sum(units => units.Item * Math.Max(holding * (position - units.Index), shortage * (units.Index - position))))];
            var (bestLots, bestMinMax) = (double.PositiveInfinity, double.PositiveInfinity);

            for (var gap = 1; gap <= 20; gap++)
            {
                // The position as a Markov chain, multiplied out until it stands still.
                var places = PositionChain.Of(demand, gap);
                var orders = places.Index().Sum(place => place.Item * demand.Upper(gap - place.Index - 1));

                for (var point = -8; point <= 16; point++)
                {
                    bestLots = Math.Min(bestLots, ((fixedCost * demand.Mean) + Enumerable.Range(point + 1, gap).Sum(y => costs[y + 30])) / gap);
                    bestMinMax = Math.Min(bestMinMax, (fixedCost * orders) + places.Index().Sum(place => place.Item * costs[point + gap - place.Index + 30]));
                }
            }

            Assert.Equal(bestLots, lots.Cost, 1e-7);
            Assert.Equal(bestMinMax, minMax.Cost, 1e-6);
        }
    }

    private static CostedQuantity Rounded(CostedQuantity best) => new(Math.Round(best.Quantity, 6), Math.Round(best.Cost, 6), best.Region);
}
