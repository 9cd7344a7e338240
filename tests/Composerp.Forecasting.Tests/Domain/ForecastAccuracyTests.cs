using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class ForecastAccuracyTests
{
    private static readonly double[] _levels = [0.1, 0.5, 0.9];

    [Fact]
    public void It_adds_up_as_its_definitions_say()
    {
        // Two weeks of 10 make every model forecast 10; then come a week of 12.
        var accuracy = Forecast.Of([.. Enumerable.Repeat(10.0, 14), .. Enumerable.Repeat(12.0, 7)], 7, _levels).Accuracy!;

        Assert.Equal((7, 84), (accuracy.Days, accuracy.Actual));
        Assert.Equal(14, accuracy.AbsoluteError, 1e-6);
        Assert.Equal(-14, accuracy.Error, 1e-6);
        Assert.Equal(28, accuracy.SquaredError, 1e-6);
        Assert.Equal(14 / 84.0, accuracy.Wape!.Value, 1e-6);
        Assert.Equal(-14 / 84.0, accuracy.Bias!.Value, 1e-6);
        Assert.Equal(7 * 2 * 0.5, accuracy.Pinball, 1e-6);
        Assert.Equal([0, 0, 0], accuracy.Covered);
        Assert.Null(accuracy.Mase);
    }

    // Of what was sold on a day that is not known, nothing is: neither the day nor the sum of its week is compared.
    [Fact]
    public void Days_that_are_not_known_are_not_compared_and_neither_are_their_sums()
    {
        double[] demand = [.. Enumerable.Range(0, 70).Select(day => 5.0 + (day * 31 % 5))];
        var whole = Forecast.Of(demand, 7, _levels).Accuracy!;
        demand[^3] = double.NaN;
        var known = Forecast.Of(demand, 7, _levels).Accuracy!;

        Assert.Equal((21, 3), (whole.Days, whole.Sums));
        Assert.Equal((20, 2), (known.Days, known.Sums));
        Assert.Equal(demand[49..].Where(double.IsFinite).Sum(), known.Actual, 1e-9);
        Assert.All(known.SumsCovered.Zip(known.SumsCovered.Skip(1)), pair => Assert.InRange(pair.First, 0, pair.Second));
        Assert.Equal([3, 3, 3], Forecast.Of([.. Enumerable.Repeat(10.0, 70)], 7, _levels).Accuracy!.SumsCovered);
    }

    [Fact]
    public void A_history_too_short_for_a_backtest_has_none() => Assert.Null(Forecast.Of([3, 1, 4, 1, 5, 9, 2, 6], 28, _levels).Accuracy);
}
