using Composerp.Forecasting.Numerics.Decomposition;

namespace Composerp.Forecasting.Tests.Numerics.Decomposition;

public sealed class StlTests
{
    // stl(AirPassengers, s.window = 11, s.degree = 0, t.degree = 1): the same that mstl takes.
    [Fact]
    public void Season_and_trend_are_those_of_the_literature()
    {
        var (season, trend) = (new double[144], new double[144]);

        Stl.Decompose(KnownSeries.AirPassengers, 12, Mstl.Window(0), season, trend);

        AssertClose([-16.977074086, -17.177633337, 7.520942226, -1.154334128, -3.776123430], season[..5]);
        AssertClose([94.69965271, 20.98915123, -27.90893221, -75.59463426, -44.19632498], season[139..]);
        AssertClose([123.1450569, 123.7250692, 124.3050816, 258.4919584, 496.6832540], [trend[0], trend[1], trend[2], trend[71], trend[143]]);
    }

    [Fact]
    public void Two_seasons_are_told_apart()
    {
        double[] day = [0, 5, 9, 4], week = [.. Enumerable.Range(0, 28).Select(t => t < 8 ? 20.0 : 0)];
        double[] series = [.. Enumerable.Range(0, 280).Select(t => 100 + day[t % 4] + week[t % 28])];
        var (seasons, adjusted, trend) = (new double[560], new double[280], new double[280]);

        Mstl.Decompose(series, [4, 28], seasons, adjusted, trend);

        // What is constant is shared between trend and seasons; the series without its seasons has none left.
        Assert.All(adjusted, value => Assert.Equal(adjusted[140], value, 0.5));
        Assert.All(
            Made.By(outlook => DecomposedModel.Forecast(series, [4, 28], outlook), 280, 28).Mean.Zip(series[..28]),
            step => Assert.Equal(step.Second, step.First, 1.0));
    }

    [Fact]
    public void A_season_of_full_strength_leaves_nothing_and_one_of_none_everything()
    {
        var random = new Random(20_260_401);
        double[] noise = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
        double[] pure = [.. Enumerable.Range(0, 120).Select(t => (double)(t % 12))];

        Assert.InRange(StrengthOf(pure), 0.99, 1);
        Assert.InRange(StrengthOf(noise), 0, 0.6);
    }

    private static double StrengthOf(double[] series)
    {
        var (season, adjusted, trend) = (new double[120], new double[120], new double[120]);
        Mstl.Decompose(series, [12], season, adjusted, trend);

        return Mstl.Strength(season, adjusted, trend);
    }

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
}
