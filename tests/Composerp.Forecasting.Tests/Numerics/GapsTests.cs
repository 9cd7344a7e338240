using Composerp.Forecasting.Numerics;

namespace Composerp.Forecasting.Tests.Numerics;

public sealed class GapsTests
{
    [Theory]
    [InlineData(new[] { 2, double.NaN, 6 }, 1, new double[] { 2, 4, 6 })]
    [InlineData(new[] { 1, 9, double.NaN, 9, 3, 9 }, 2, new double[] { 1, 9, 2, 9, 3, 9 })]
    [InlineData(new[] { double.NaN, 5, 7, double.NaN }, 1, new double[] { 5, 5, 7, 7 })]
    [InlineData(new[] { 4, double.NaN, 6, double.NaN }, 2, new double[] { 4, 5, 6, 5 })]
    [InlineData(new[] { double.NaN, double.NaN }, 7, new double[] { 0, 0 })]
    public void A_gap_is_the_mean_of_its_phase_before_and_after_or_else_of_all_that_is_known(double[] series, int period, double[] expected)
    {
        var filled = new double[series.Length];

        Gaps.Fill(series, period, filled);

        Assert.Equal(expected, filled);
    }
}
