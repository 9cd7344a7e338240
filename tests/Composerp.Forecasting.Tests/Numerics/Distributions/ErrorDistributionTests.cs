using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Tests.Numerics.Distributions;

public sealed class ErrorDistributionTests
{
    // quantile(c(1, 2, 4, 8, 16), type = 5) in R.
    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.1, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 4)]
    [InlineData(0.75, 10)]
    [InlineData(0.9, 16)]
    [InlineData(0.99, 16)]
    public void Quantiles_lie_between_the_observations(double level, double expected) =>
        Assert.Equal(expected, ErrorDistribution.Quantile([1, 2, 4, 8, 16], level), tolerance: 1e-12);

    [Fact]
    public void One_observation_is_every_quantile() => Assert.Equal(3, ErrorDistribution.Quantile([3], 0.975));

    [Fact]
    public void The_deviation_is_around_zero_so_that_a_bias_counts()
    {
        Assert.Equal(5, ErrorDistribution.Deviation([5, 5, 5]));
        Assert.Equal(Math.Sqrt(12.5), ErrorDistribution.Deviation([3, -4]));
        Assert.Equal(0, ErrorDistribution.Deviation([]));
    }
}
