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

    // Few errors know no tail: the share of the counts' distribution falls from all to its least.
    [Fact]
    public void The_share_of_counts_is_the_larger_the_fewer_errors_there_are() =>
        Assert.Equal([1, 0.75, 0.5, 0.5], new[] { 0, 100, 300, 700 }.Select(new CountSpread(2, CountSpread.HalfShare).Share));

    [Fact]
    public void Quantiles_of_counts_lie_between_the_errors_and_the_counts_distribution()
    {
        double[] errors = [.. Enumerable.Range(0, 300).Select(i => i < 270 ? -0.5 : 4.5)];
        DemandDistribution Of(CountSpread? counts) => new([0.5, 0.5], [1, 0], [1, 1], errors, wholeUnits: false, counts);
        var (alone, half) = (Of(null), Of(new(1.6, CountSpread.HalfShare)));

        foreach (var level in new[] { 0.5, 0.9, 0.975, 0.99 })
        {
            Assert.Equal((alone.Quantile(1, level) + CountDistribution.Quantile(0.5, 0.8, level)) / 2, half.Quantile(1, level), 1e-12);
        }

        // Of a sum of two days, whose errors do not live on, mean and variance are twice those of one.
        var (sum, sumAlone) = (new double[1], new double[1]);
        half.WriteSumQuantiles(2, [0.9], sum);
        alone.WriteSumQuantiles(2, [0.9], sumAlone);
        Assert.Equal((sumAlone[0] + CountDistribution.Quantile(1, 1.6, 0.9)) / 2, sum[0], 1e-12);
    }
}
