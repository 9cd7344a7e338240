using Composerp.Forecasting.Numerics.Naive;

namespace Composerp.Forecasting.Tests.Numerics.Naive;

public sealed class SeasonalNaiveTests
{
    [Fact]
    public void Repeats_the_last_week()
    {
        var made = Made.By(outlook => SeasonalNaive.Forecast([9, 9, 9, 1, 2, 3, 4, 5, 6, 7], 7, outlook), 10, 9);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 1, 2], made.Mean);
        Assert.Equal([9, 9, 9], made.Fitted[7..]);
        Assert.All(made.Fitted[..7], fitted => Assert.True(double.IsNaN(fitted)));
    }

    [Fact]
    public void Repeats_what_there_is_of_a_first_week() =>
        Assert.Equal([1, 2, 1, 2, 1], Made.By(outlook => SeasonalNaive.Forecast([1, 2], 7, outlook), 2, 5).Mean);

    // Day 8 repeats the observation of day 1, and nothing else of the first week.
    [Fact]
    public void An_error_comes_again_after_each_week() => Assert.Equal(
        [1, 0, 0, 0, 0, 0, 0, 1, 0], Made.By(outlook => SeasonalNaive.Forecast(new double[20], 7, outlook), 20, 9).Response);

    [Fact]
    public void The_mean_absolute_error_compares_a_day_with_the_same_weekday_before()
    {
        Assert.Equal(1.5, SeasonalNaive.MeanAbsoluteError([1, 2, 3, 4, 5, 6, 7, 3, 1], 7));
        Assert.Equal(0, SeasonalNaive.MeanAbsoluteError([1, 2, 3], 7));
        Assert.Equal(0, SeasonalNaive.MeanAbsoluteError([], 7));
    }
}
