using Composerp.Forecasting.Numerics.Distributions;

namespace Composerp.Forecasting.Tests.Numerics.Distributions;

public sealed class CountDistributionTests
{
    // Tables: R 4.2, qpois(p, 2.5) and qnbinom(p, size = 1.25, mu = 2.5), whose variance is 7.5.
    [Theory]
    [InlineData(2.5, 2.5, 0.05, 0)]
    [InlineData(2.5, 2.5, 0.5, 2)]
    [InlineData(2.5, 2.5, 0.95, 5)]
    [InlineData(2.5, 2.5, 0.999, 9)]
    [InlineData(2.5, 7.5, 0.05, 0)]
    [InlineData(2.5, 7.5, 0.5, 2)]
    [InlineData(2.5, 7.5, 0.95, 8)]
    [InlineData(2.5, 7.5, 0.99, 12)]
    public void Quantiles_are_those_of_the_tables(double mean, double variance, double level, double expected) =>
        Assert.Equal(expected, CountDistribution.Quantile(mean, variance, level));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(1e-12, 1e-12)]
    [InlineData(300, 300)]
    [InlineData(300, 1e5)]
    [InlineData(1e-9, 1e5)]
    public void Extremes_are_finite_and_in_order(double mean, double variance)
    {
        var before = 0.0;

        foreach (var level in new[] { 0.001, 0.25, 0.5, 0.9, 0.999, 0.999999 })
        {
            var quantile = CountDistribution.Quantile(mean, variance, level);
            Assert.InRange(quantile, before, 1e8);
            before = quantile;
        }
    }
}
