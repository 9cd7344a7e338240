using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Tests.Numerics.Distributions;

public sealed class SumsOfDemandTests
{
    private static readonly double[] _levels = [0.05, 0.5, 0.95];
    private static readonly double[] _evenErrors = [.. Enumerable.Range(-50, 101).Select(error => error / 5.0)];

    // Two ways to the same distribution, each with a thousand draws, which leave a quantile open by a tenth of the deviation.
    [Fact]
    public void All_sums_at_once_are_what_each_is_alone()
    {
        var distribution = new DemandDistribution(
            [100, 90, 80, 120, 100], [1, 0.5, 0.4, 0.3, 0.2], [1, 2, 1, 0.5, 1], _evenErrors, wholeUnits: false);
        var all = new double[_levels.Length * 5];
        var alone = new double[_levels.Length];

        distribution.WriteAllSumQuantiles(_levels, all);

        for (var steps = 1; steps <= 5; steps++)
        {
            distribution.WriteSumQuantiles(steps, _levels, alone);
            var tolerance = 0.2 * distribution.SumSigma(steps - 1);

            Assert.All(_levels.Index(), level => Assert.Equal(alone[level.Index], all[(level.Index * 5) + steps - 1], tolerance));
        }
    }

    // An item that sells seldom, of whose few errors none is as large as what counts would allow.
    [Fact]
    public void Sums_of_counts_are_those_of_counts_all_at_once_too()
    {
        var distribution = new DemandDistribution(
            [0.5, 0.5, 0.5], [1, 0.1, 0.1], [1, 1, 1], Enumerable.Repeat(0.0, 9), wholeUnits: true, new CountSpread(2, 0));
        var all = new double[_levels.Length * 3];
        var alone = new double[_levels.Length];

        distribution.WriteAllSumQuantiles(_levels, all);
        distribution.WriteSumQuantiles(3, _levels, alone);

        Assert.Equal(alone, new[] { all[2], all[5], all[8] });
        Assert.True(alone[2] > 2);
    }

    [Fact]
    public void Of_one_step_the_sum_is_that_step()
    {
        var distribution = new DemandDistribution([30], [1], [1], _evenErrors, wholeUnits: false);
        var quantiles = new double[_levels.Length];

        distribution.WriteAllSumQuantiles(_levels, quantiles);

        Assert.All(_levels.Zip(quantiles), level => Assert.Equal(distribution.Quantile(0, level.First), level.Second, 0.1));
    }

    [Fact]
    public void Whole_units_stay_whole_and_never_fall_with_the_level()
    {
        var distribution = new DemandDistribution([3, 0.2, 1], [1, 0.1, 0.1], [1, 1, 1], _evenErrors, wholeUnits: true);
        var quantiles = new double[_levels.Length * 3];

        distribution.WriteAllSumQuantiles(_levels, quantiles);

        Assert.All(quantiles, units => Assert.True(units >= 0 && double.IsInteger(units)));
        Assert.All(Enumerable.Range(0, 3), day => Assert.True(quantiles[day] <= quantiles[3 + day] && quantiles[3 + day] <= quantiles[6 + day]));
    }
}
