using Composerp.Forecasting.Numerics.Decomposition;
using Composerp.Forecasting.Numerics.Smoothing;

namespace Composerp.Forecasting.Tests.Numerics.Decomposition;

public sealed class SeasonTests
{
    // Ten weeks and three days: the fourth day of the week is next.
    private static readonly double[] _weeks = [.. Enumerable.Range(0, 73).Select(day => 1.0 + (day % 7))];

    [Fact]
    public void A_decomposed_week_goes_on_where_it_is() =>
        AssertGoesOn(Made.By(outlook => DecomposedModel.Forecast(_weeks, [7], outlook), 73, 5));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_profile_of_the_week_goes_on_where_it_is(bool isAdditive) =>
        AssertGoesOn(Made.By(outlook => SeasonalLevel.Forecast(_weeks, 7, isAdditive, outlook), 73, 5));

    [Fact]
    public void Offsets_are_what_is_left_beside_the_trend()
    {
        double[] season = [0, 2, 0, -2];
        double[] series = [.. Enumerable.Range(0, 22).Select(t => 5 + (3.0 * t) + season[t % 4])];
        var offsets = new double[4];

        ClassicalDecomposition.EstimateOffsets(series, offsets);

        Assert.All(season.Zip(offsets), phase => Assert.Equal(phase.First, phase.Second, 1e-9));
    }

    // A wave of two weeks is alike upside down after one, but so are its neighbours: that is no season of a week.
    // Autocorrelations and the bound computed apart.
    [Theory]
    [InlineData(21, false)]
    [InlineData(70, true)]
    public void A_slow_wave_is_a_season_only_where_it_is_long_enough_to_tell(int length, bool expected)
    {
        double[] wave = [.. Enumerable.Range(0, length).Select(t => Math.Sin(2 * Math.PI * t / 14))];

        Assert.Equal(expected, SeasonalityTest.IsSeasonal(wave, 7));
    }

    private static void AssertGoesOn(Made made) =>
        Assert.All(made.Mean.Zip([4.0, 5, 6, 7, 1]), day => Assert.Equal(day.Second, day.First, 0.05));
}
