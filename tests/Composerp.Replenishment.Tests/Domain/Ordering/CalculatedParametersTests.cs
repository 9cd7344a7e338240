using Composerp.Replenishment.Domain.Ordering;
using Composerp.Replenishment.Numerics.Distributions;
using Composerp.Replenishment.Numerics.ServiceLevels;
using Composerp.Replenishment.Numerics.Simulation;

namespace Composerp.Replenishment.Tests.Domain.Ordering;

public sealed class CalculatedParametersTests
{
    // Chopra and Meindl, Supply Chain Management, chapter 12: 2,500 a week with a deviation of 500, lead time 2 and review 4 weeks, 90 %.
    [Fact]
    public void Periodic_review_covers_the_review_as_well()
    {
        var parameters = CalculatedParameters.Of(
            new(PolicyForm.OrderUpTo, ServiceKind.CycleService, 0.9, Shortage.Backordered, 4, 0, 0, LevelRounding.Up), Normal(2_500, 500, 2, 6));

        Assert.Equal(16_569.573707, parameters.OrderUpTo, 1e-6);
        Assert.Equal(1_569.573707, StepOf(parameters, "safety-stock"), 1e-6);
    }

    [Fact]
    public void A_reorder_point_covers_the_undershoot_beside_the_lead_time()
    {
        var parameters = CalculatedParameters.Of(
            new(PolicyForm.MinMax, ServiceKind.CycleService, 0.5, Shortage.Backordered, 1, 40, 0, LevelRounding.Up), Normal(10, 0.001, 5, 6));

        // Certain demand of 10 a day: the point is found 5 too low on average, and lasts for five days of 10.
        Assert.Equal(55, parameters.ReorderPoint, 0.1);
        Assert.Equal(95, parameters.OrderUpTo, 0.1);
    }

    public static TheoryData<PolicyForm, Shortage, double> Aims => new(
        from form in Enum.GetValues<PolicyForm>()
        from shortage in Enum.GetValues<Shortage>()
        from target in new[] { 0.9, 0.97 }
        select new TheoryDataRow<PolicyForm, Shortage, double>(form, shortage, target));

    // The same draws every time: Poisson demand of 40 a day, lead times of 3 or 4 days and a review of 2, so that no order overtakes another.
    [Theory, MemberData(nameof(Aims))]
    public void The_levels_achieve_the_fill_rate_that_was_asked_for(PolicyForm form, Shortage shortage, double target)
    {
        const int Days = 30_000;
        var random = new Random(8);
        double[] leadTimes = [0, 0, 0, 0.75, 0.25];
        var day = new PoissonDemand(40);
        double[] demand = [.. Enumerable.Range(0, Days).Select(_ => day.Quantile(random.NextDouble()))];
        int[] drawn = [.. Enumerable.Range(0, Days).Select(_ => random.Next(4) == 0 ? 4 : 3)];
        double[] sums = [.. Enumerable.Range(1, 6).Select(days => 40.0 * days)];

        var parameters = CalculatedParameters.Of(
            new(form, ServiceKind.FillRate, target, shortage, 2, form == PolicyForm.OrderUpTo ? 0 : 250, 1, LevelRounding.Nearest),
            new(leadTimes, sums, sums, DemandForm.Fitting, IsWhole: true));
        var rule = new StockRule(parameters.ReorderPoint, parameters.OrderUpTo, form == PolicyForm.ReorderPoint ? 250 : 0, 2);

        Assert.Equal(target, StockSimulation.Run(demand, drawn, rule, shortage, 400, 100).FillRate, 0.01);
    }

    [Theory]
    [InlineData(8, 0.225, 1_300, 0, 304.0467800264368)]
    [InlineData(8, 0.225, 1_300, 1, 304)]
    [InlineData(8, 0.225, 1_300, 250, 250)]
    [InlineData(8, 0.225, 1_300, 1_000, 1_000)]
    public void An_economic_lot_is_the_cheapest_in_whole_steps(double fixedCost, double holding, double demand, double step, double expected) =>
        Assert.Equal(expected, CalculatedParameters.EconomicLot(fixedCost, holding, demand, step), 1e-9);

    private static DemandOutlook Normal(double mean, double deviation, int leadTime, int horizon)
    {
        var leadTimes = new double[leadTime + 1];
        leadTimes[leadTime] = 1;

        return new(
            leadTimes,
            [.. Enumerable.Range(1, horizon).Select(days => mean * days)],
            [.. Enumerable.Range(1, horizon).Select(days => deviation * deviation * days)],
            DemandForm.Normal,
            IsWhole: false);
    }

    private static double StepOf(CalculatedParameters parameters, string name) => parameters.Steps.Single(step => step.Name == name).Value;
}
