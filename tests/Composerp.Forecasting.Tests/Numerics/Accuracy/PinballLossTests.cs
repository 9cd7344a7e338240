using Composerp.Forecasting.Numerics.Accuracy;

namespace Composerp.Forecasting.Tests.Numerics.Accuracy;

public sealed class PinballLossTests
{
    [Theory]
    [InlineData(10, 7, 0.9, 2.7)]
    [InlineData(7, 10, 0.9, 0.3)]
    [InlineData(7, 7, 0.9, 0)]
    [InlineData(10, 7, 0.5, 1.5)]
    public void Weighs_too_little_by_the_level_and_too_much_by_the_rest(
        double actual, double quantile, double level, double expected) =>
        Assert.Equal(expected, PinballLoss.Of(actual, quantile, level), tolerance: 1e-12);
}
