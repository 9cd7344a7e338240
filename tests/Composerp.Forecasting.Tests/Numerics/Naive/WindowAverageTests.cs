using Composerp.Forecasting.Numerics.Naive;

namespace Composerp.Forecasting.Tests.Numerics.Naive;

public sealed class WindowAverageTests
{
    [Fact]
    public void Forecasts_the_mean_of_the_newest_values()
    {
        var made = Made.By(outlook => WindowAverage.Forecast([8, 1, 2, 3], 3, outlook), 4, 2);

        Assert.Equal([2, 2], made.Mean);
        Assert.Equal([8, 4.5, 11 / 3.0], made.Fitted[1..]);
    }

    [Fact]
    public void Of_a_shorter_series_everything_counts() =>
        Assert.Equal([1.5], Made.By(outlook => WindowAverage.Forecast([1, 2], 56, outlook), 2, 1).Mean);

    // Of a window of two: an error of 1 makes the next forecast 1/2, that and the error the one after (1 + 1/2)/2, and so on.
    [Fact]
    public void An_error_lives_on_in_the_forecasts() => Assert.Equal(
        [1, 0.5, 0.75, 0.625], Made.By(outlook => WindowAverage.Forecast([1, 2, 3], 2, outlook), 3, 4).Response);
}
