using Composerp.Forecasting.Numerics.Smoothing;

namespace Composerp.Forecasting.Tests.Numerics.Smoothing;

public sealed class SeasonalProfileTests
{
    private static readonly double[] _threeWeeks =
    [
        10, 12, 9, 11, 15, 20, 14,
        11, 13, 8, 12, 17, 22, 13,
        9, 11, 10, 10, 14, 19, 15,
    ];

    // Computed independently in exact fractions, the sum of squares within as total less weeks less weekdays:
    // F = 2840/77, so that 2763/2840 of the effect is believed; the mean is 275/21.
    [Fact]
    public void Offsets_are_the_weekday_means_less_what_noise_could_have_made() => AssertClose(
        [-3.011317907444668, -1.065543259557344, -3.98420523138833, -2.038430583501006, 2.177414486921529, 7.041851106639839, 0.8802313883299798],
        OffsetsOf(_threeWeeks));

    [Fact]
    public void Factors_are_the_offsets_relative_to_the_mean() => AssertClose(
        [0.770044814340589, 0.9186312419974392, 0.6957516005121639, 0.844338028169014, 1.1662752880921896, 1.537741357234315, 1.0672176696542894],
        FactorsOf(_threeWeeks));

    [Fact]
    public void A_pattern_without_noise_is_believed_in_full_whatever_the_level_does()
    {
        double[] pattern = [0, 1, 2, 3, 4, 5, 6];
        double[] rising = [.. pattern, .. pattern.Select(value => value + 5), .. pattern.Select(value => value + 10)];

        AssertClose([-3, -2, -1, 0, 1, 2, 3], OffsetsOf(rising));
    }

    [Fact]
    public void A_weekday_effect_that_noise_could_have_made_is_not_believed() =>
        Assert.All(FactorsOf([3, 0, 1, 0, 2, 0, 1, 0, 2, 0, 1, 0, 3, 1]), factor => Assert.Equal(1, factor));

    [Fact]
    public void Phases_count_from_the_first_value_even_where_the_first_days_are_no_whole_week()
    {
        double[] history = [99, 99, .. _threeWeeks];
        var offsets = OffsetsOf(history);

        AssertClose(OffsetsOf(_threeWeeks), [.. offsets[2..], .. offsets[..2]]);
    }

    [Fact]
    public void A_day_on_which_nothing_is_ever_sold_has_the_factor_zero()
    {
        double[] closedOnSundays = [4, 4, 4, 4, 4, 4, 0];

        AssertClose([7 / 6.0, 7 / 6.0, 7 / 6.0, 7 / 6.0, 7 / 6.0, 7 / 6.0, 0], FactorsOf([.. closedOnSundays, .. closedOnSundays]));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(13, 5)]
    [InlineData(50, 5)]
    [InlineData(50, 0)]
    public void What_shows_no_weekday_has_a_flat_profile(int days, double value)
    {
        var constant = Enumerable.Repeat(value, days).ToArray();

        Assert.All(FactorsOf(constant), factor => Assert.Equal(1, factor));
        Assert.All(OffsetsOf(constant), offset => Assert.Equal(0, offset));
    }

    private static double[] FactorsOf(double[] demand)
    {
        var factors = new double[7];
        SeasonalProfile.EstimateFactors(demand, factors);

        return factors;
    }

    private static double[] OffsetsOf(double[] demand)
    {
        var offsets = new double[7];
        SeasonalProfile.EstimateOffsets(demand, offsets);

        return offsets;
    }

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-12));
}
