using Composerp.Replenishment.Domain;

namespace Composerp.Replenishment.Tests.Domain;

public sealed class NormalDistributionTests
{
    // Quantiles to 15 digits, as tables and every statistics package give them.
    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.75, 0.674489750196081743)]
    [InlineData(0.9, 1.28155156554460046697)]
    [InlineData(0.95, 1.64485362695147271486)]
    [InlineData(0.975, 1.95996398454005423552)]
    [InlineData(0.99, 2.32634787404084110089)]
    [InlineData(0.999, 3.09023230616781354152)]
    [InlineData(0.9999999, 5.19933758219273863)]
    [InlineData(1e-20, -9.26234008979840925)]
    public void Quantiles_are_those_of_the_tables(double probability, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(probability), 1e-9);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_probability_out_of_range_is_refused(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(probability));
}
