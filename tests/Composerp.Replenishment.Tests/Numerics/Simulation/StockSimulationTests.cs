using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.ServiceLevels;
using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Replenishment.Tests.Numerics.Simulation;

public sealed class StockSimulationTests
{
    // Up to 10 with a lead time of two days. Day 0 leaves 6; day 1 orders 4 and leaves 2; day 2 orders 4 and is 2 short;
    // day 3 orders (6, or 4 where the two are lost) and sells what arrives: 4, of which those who wait have had 2.
    [Theory]
    [InlineData(Shortage.Backordered, 12)]
    [InlineData(Shortage.Lost, 14)]
    public void A_path_is_lived_through_as_by_hand(Shortage shortage, double served)
    {
        var result = StockSimulation.Run([4, 4, 4, 6], [2], new(10, 10, 0, 1), shortage, 10, 0);

        Assert.Equal(18, result.Demand);
        Assert.Equal(served, result.Served);
        Assert.Equal(2, result.StockOutDays);
        Assert.Equal((6 + 2 + 0 + 0) / 4.0, result.MeanStock);
        Assert.Equal(3, result.Orders);
        Assert.Equal(shortage == Shortage.Lost ? 10 : 12, result.Ordered);
    }

    [Fact]
    public void Certain_demand_that_is_covered_is_served_without_rest()
    {
        double[] demand = [.. Enumerable.Repeat(5.0, 100)];

        // Three days of lead time and two of review are 25 units.
        Assert.Equal(1, StockSimulation.Run(demand, [3], new(25, 25, 0, 2), Shortage.Lost, 25, 0).FillRate);
        Assert.True(StockSimulation.Run(demand, [3], new(24, 24, 0, 2), Shortage.Lost, 24, 0).FillRate < 1);
    }

    [Fact]
    public void Levels_change_when_their_time_comes()
    {
        double[] demand = [.. Enumerable.Repeat(5.0, 20)];

        var result = StockSimulation.Run(demand, [0], [new(5, 5, 0, 1), new(2, 2, 0, 1)], 10, Shortage.Lost, 0, 0);

        Assert.Equal((10 * 5) + (10 * 2), result.Served);
    }

    // In quarters, so that both count exactly.
    [Fact]
    public void The_simulated_rules_need_what_the_exact_ones_do()
    {
        var random = new Random(20);

        for (var instance = 0; instance < 1_000; instance++)
        {
            var (low, gap, position, lot) = (random.Next(-20, 200) / 4m, random.Next(0, 200) / 4m, random.Next(-200, 300) / 4m, random.Next(1, 60) / 4m);

            Assert.Equal((double)new MinMaxRule(low, low + gap).Need(position), new StockRule((double)low, (double)(low + gap), 0, 1).Need((double)position));
            Assert.Equal((double)new OrderUpToRule(low).Need(position), new StockRule((double)low, (double)low, 0, 1).Need((double)position));
            Assert.Equal((double)new ReorderPointRule(low, lot).Need(position), new StockRule((double)low, 0, (double)lot, 1).Need((double)position));
        }
    }

    // Orders as a list of arrivals, the stock summed up anew every day.
    [Fact]
    public void The_simulation_agrees_with_a_plain_ledger()
    {
        var random = new Random(21);

        for (var instance = 0; instance < 1_000; instance++)
        {
            double[] demand = [.. Enumerable.Range(0, 60).Select(_ => random.Next(3) == 0 ? 0.0 : random.Next(1, 9))];
            int[] leadTimes = [.. Enumerable.Range(0, 5).Select(_ => random.Next(0, 9))];
            var rule = new StockRule(random.Next(0, 40), 40 + random.Next(0, 30), random.Next(2) * random.Next(1, 30), random.Next(1, 5), random.Next(3));
            var shortage = random.Next(2) == 0 ? Shortage.Backordered : Shortage.Lost;
            var orders = new List<(int Arrives, double Units)>();
            var served = new double[demand.Length];
            var gone = 0.0;

            for (var day = 0; day < demand.Length; day++)
            {
                if (day % rule.ReviewDays == 0 && rule.Need(30 + orders.Sum(order => order.Units) - gone) is > 0 and var need)
                {
                    orders.Add((day + leadTimes[orders.Count % leadTimes.Length], need));
                }

                var onHand = 30 + orders.Where(order => order.Arrives <= day).Sum(order => order.Units) - gone;
                served[day] = Math.Min(demand[day], Math.Max(0, onHand));
                gone += shortage == Shortage.Lost ? served[day] : demand[day];
            }

            var result = StockSimulation.Run(demand, leadTimes, rule, shortage, 30, 10);

            Assert.Equal(served.Skip(10).Sum(), result.Served, 1e-9);
            Assert.Equal(demand.Skip(10).Sum(), result.Demand, 1e-9);
        }
    }
}
