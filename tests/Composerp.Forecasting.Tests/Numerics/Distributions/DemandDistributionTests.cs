using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Tests.Numerics.Distributions;

public sealed class DemandDistributionTests
{
    private static readonly double[] _levels = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];
    private static readonly double[] _evenErrors = [.. Enumerable.Range(-50, 101).Select(error => error / 5.0)];

    // The sum of two even distributions over -10 to 10 is a triangle over -20 to 20: its 0.9 lies at 20 (1 - sqrt(0.2)).
    [Fact]
    public void The_sum_of_two_steps_is_distributed_as_their_convolution()
    {
        var distribution = new DemandDistribution([100, 100], [1, 0], [1, 1], _evenErrors, wholeUnits: false);
        var quantiles = new double[_levels.Length];

        distribution.WriteSumQuantiles(2, _levels, quantiles);

        Assert.Equal(200 + (20 * (1 - Math.Sqrt(0.2))), quantiles[5], 0.5);
        Assert.Equal(200, quantiles[3], 0.5);
        Assert.True(quantiles[5] < 2 * distribution.Quantile(0, 0.9));
    }

    // What is left of an error goes into the second step: errors e1 and e2 + e1 make 2 e1 + e2.
    [Fact]
    public void An_error_that_stays_widens_the_sum()
    {
        var gone = new DemandDistribution([100, 100], [1, 0], [1, 1], _evenErrors, wholeUnits: false);
        var stays = new DemandDistribution([100, 100], [1, 1], [1, 1], _evenErrors, wholeUnits: false);
        var (goneQuantile, staysQuantile) = (new double[1], new double[1]);

        gone.WriteSumQuantiles(2, [0.95], goneQuantile);
        stays.WriteSumQuantiles(2, [0.95], staysQuantile);

        Assert.InRange((staysQuantile[0] - 200) / (goneQuantile[0] - 200), 1.4, 1.7);
        Assert.Equal(Math.Sqrt(5), stays.SumSigma(1) / stays.Sigma(0), 1e-12);
        Assert.Equal(Math.Sqrt(2), stays.Sigma(1) / stays.Sigma(0), 1e-12);
    }

    [Fact]
    public void A_step_of_twice_the_scale_errs_twice_as_much()
    {
        var distribution = new DemandDistribution([100, 100], [1, 0], [1, 2], _evenErrors, wholeUnits: false);

        Assert.Equal(2, distribution.Sigma(1) / distribution.Sigma(0), 1e-12);
        Assert.Equal(2, (distribution.Quantile(1, 0.9) - 100) / (distribution.Quantile(0, 0.9) - 100), 1e-12);
        Assert.Equal(Math.Sqrt(5), distribution.SumSigma(1) / distribution.Sigma(0), 1e-12);
    }

    // Counts of 4 and of 100 spread by 2 and by 10; a forecast of nothing errs like a tenth of the usual one.
    [Fact]
    public void Errors_grow_with_the_root_of_the_forecast()
    {
        var scale = new ErrorScale([10, double.NaN, 30]);

        Assert.Equal((2, 10), (scale.Of(4), scale.Of(100)));
        Assert.Equal(Math.Sqrt(2), scale.Of(0));
        Assert.Equal(1, new ErrorScale([0, 0]).Of(0));
    }

    [Fact]
    public void Of_one_step_the_sum_is_that_step()
    {
        var distribution = new DemandDistribution([30], [1], [1], _evenErrors, wholeUnits: false);
        var quantiles = new double[_levels.Length];

        distribution.WriteSumQuantiles(1, _levels, quantiles);

        Assert.All(_levels.Zip(quantiles), level => Assert.Equal(distribution.Quantile(0, level.First), level.Second, 0.1));
    }

    [Fact]
    public void Quantiles_never_fall_with_the_level_nor_below_zero_and_are_whole_where_units_are()
    {
        var distribution = new DemandDistribution([3, 0.2, 1], [1, 0.1, 0.1], [1, 1, 1], _evenErrors, wholeUnits: true);
        var quantiles = new double[_levels.Length];

        distribution.WriteSumQuantiles(3, _levels, quantiles);

        Assert.Equal(quantiles.Order(), quantiles);
        Assert.All(quantiles, units => Assert.True(units >= 0 && double.IsInteger(units)));
    }
}
