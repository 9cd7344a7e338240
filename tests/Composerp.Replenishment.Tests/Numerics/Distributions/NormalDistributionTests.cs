using Composerp.Replenishment.Numerics.Distributions;

namespace Composerp.Replenishment.Tests.Numerics.Distributions;

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

    // By the series of the integral with 120 digits.
    [Theory]
    [InlineData(-3, 0.9986501019683699, 3.0003821543170477)]
    [InlineData(0.3, 0.38208857781104738, 0.26676124211720986)]
    [InlineData(0.7, 0.24196365222307301, 0.14287937681061014)]
    [InlineData(3.1, 0.00096760321321835686, 0.0002672490952230141)]
    [InlineData(5, 2.8665157187919391e-07, 5.3461655338328152e-08)]
    [InlineData(6, 9.8658764503769809e-10, 1.5635697959709664e-10)]
    [InlineData(10, 7.6198530241605255e-24, 7.4745602545893284e-25)]
    [InlineData(15, 3.6709661993127508e-51, 2.4260250875289832e-52)]
    public void Tail_and_loss_keep_their_digits(double z, double upper, double loss)
    {
        Assert.True(Math.Abs(NormalDistribution.Upper(z) - upper) <= 1e-14 * upper, $"{NormalDistribution.Upper(z):R}");
        Assert.True(Math.Abs(NormalDistribution.Loss(z) - loss) <= 2e-13 * loss, $"{NormalDistribution.Loss(z):R}");
        Assert.Equal(upper, NormalDistribution.Cumulative(-z), 1e-15);
    }

    [Fact]
    public void The_integral_is_the_inverse_of_the_quantile()
    {
        for (var z = -8.0; z <= 8; z += 0.01)
        {
            Assert.Equal(-Math.Abs(z), NormalDistribution.Quantile(NormalDistribution.Cumulative(-Math.Abs(z))), 1e-13);
        }
    }
}
