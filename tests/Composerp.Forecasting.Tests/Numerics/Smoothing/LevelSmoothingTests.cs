using Composerp.Forecasting.Numerics.Smoothing;

namespace Composerp.Forecasting.Tests.Numerics.Smoothing;

public sealed class LevelSmoothingTests
{
    private static readonly double[] _noFactors = [1, 1, 1, 1, 1, 1, 1];
    private static readonly double[] _noOffsets = new double[7];

    // Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 2nd edition (2018), table 7.1: oil production of
    // Saudi Arabia 2005 to 2013, alpha 0.834, from the level 496.46 of 2004, which is what the warm-up gives here.
    [Fact]
    public void Follows_a_published_example()
    {
        double[] oil = [521.28, 508.95, 488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34];
        double[] publishedForecasts = [496.46, 517.15, 510.31, 492.45, 506.98, 465.07, 472.36, 517.05, 544.39];
        var errors = new double[oil.Length];

        var level = LevelSmoothing.Smooth([.. Enumerable.Repeat(496.46, oil.Length), .. oil], _noFactors, _noOffsets, 0.834, errors);

        Assert.Equal(542.68, level, tolerance: 0.02);
        Assert.All(
            oil.Zip(publishedForecasts, errors),
            year => Assert.Equal(year.First - year.Second, year.Third, tolerance: 0.02));
    }

    // The warm-up of two days gives the level 10. The third day errs by 28 - 10 x 2, the fourth by 4 - 12 x 0.5.
    [Fact]
    public void An_error_is_divided_by_a_factor_above_one_and_counts_as_it_is_below()
    {
        var errors = new double[2];

        var level = LevelSmoothing.Smooth([10, 10, 28, 4], [1, 1, 2, 0.5, 1, 1, 1], _noOffsets, 0.5, errors);

        Assert.Equal([8, -2], errors);
        Assert.Equal(11, level);
    }

    [Fact]
    public void A_closed_day_says_nothing_about_the_level()
    {
        double[] factors = [1, 1, 1, 1, 1, 1, 0];

        Assert.Equal(6, LevelSmoothing.Smooth([6, 6, 6, 6, 6, 6, 0, 6, 6, 6, 6, 6, 6, 0], factors, _noOffsets, 0.45, new double[14]));
    }

    [Fact]
    public void Noise_around_a_level_is_smoothed_away_and_a_wandering_level_is_followed()
    {
        var random = new Random(20_260_301);
        var level = 100.0;
        double[] noise = [.. Enumerable.Range(0, 700).Select(_ => 100 + random.Next(-10, 11))];
        double[] walk = [.. Enumerable.Range(0, 700).Select(_ => level += random.Next(-1, 2))];

        Assert.InRange(LevelSmoothing.Fit(noise, _noFactors, _noOffsets, new double[700]).Alpha, 0, 0.02);
        Assert.Equal(0.45, LevelSmoothing.Fit(walk, _noFactors, _noOffsets, new double[700]).Alpha);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(20, 10)]
    [InlineData(1_913, 28)]
    public void Half_of_a_short_history_warms_up_and_four_weeks_of_a_long_one(int days, int expected) =>
        Assert.Equal(expected, LevelSmoothing.WarmUpDays(days));
}
