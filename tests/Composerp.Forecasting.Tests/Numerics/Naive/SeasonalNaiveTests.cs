using Composerp.Forecasting.Numerics.Naive;

namespace Composerp.Forecasting.Tests.Numerics.Naive;

public sealed class SeasonalNaiveTests
{
    [Fact]
    public void Repeats_the_last_week()
    {
        var mean = new double[9];
        SeasonalNaive.Forecast([9, 9, 9, 1, 2, 3, 4, 5, 6, 7], mean);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 1, 2], mean);
    }

    [Fact]
    public void Repeats_what_there_is_of_a_first_week()
    {
        var mean = new double[5];
        SeasonalNaive.Forecast([1, 2], mean);

        Assert.Equal([1, 2, 1, 2, 1], mean);
    }

    [Fact]
    public void Errors_compare_a_day_with_the_same_weekday_before()
    {
        var errors = new double[10];

        Assert.Equal(2, SeasonalNaive.Errors([1, 2, 3, 4, 5, 6, 7, 3, 1], errors));
        Assert.Equal([2, -1], errors[..2]);
        Assert.Equal(0, SeasonalNaive.Errors([1, 2, 3, 4, 5, 6, 7], errors));
    }

    [Fact]
    public void The_mean_absolute_error_is_theirs()
    {
        Assert.Equal(1.5, SeasonalNaive.MeanAbsoluteError([1, 2, 3, 4, 5, 6, 7, 3, 1]));
        Assert.Equal(0, SeasonalNaive.MeanAbsoluteError([1, 2, 3]));
        Assert.Equal(0, SeasonalNaive.MeanAbsoluteError([]));
    }

    // Day 8 repeats the observation of day 1: its error holds two weeks of change, and the sum of both three.
    [Fact]
    public void Errors_of_the_second_week_hold_those_of_the_first()
    {
        Assert.Equal([1, 1, 2, 3], new[] { 0, 6, 7, 14 }.Select(SeasonalNaive.DayVariance));
        Assert.Equal([1, 1, 4, 9], new[] { 0, 6, 7, 14 }.Select(SeasonalNaive.SumVarianceStep));
    }
}
