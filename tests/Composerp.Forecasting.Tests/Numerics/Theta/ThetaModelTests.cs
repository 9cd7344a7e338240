using Composerp.Forecasting.Numerics.Theta;

namespace Composerp.Forecasting.Tests.Numerics.Theta;

public sealed class ThetaModelTests
{
    // thetaf(AirPassengers, h = 4).
    [Fact]
    public void The_standard_method_is_that_of_the_literature() => Assert.All(
        Made.By(outlook => ThetaModel.Forecast(KnownSeries.AirPassengers, 12, ThetaKind.Standard, outlook), 144, 4).Mean
            .Zip([440.0781911, 428.3842806, 489.7070987, 475.7046277]),
        month => Assert.Equal(month.Second, month.First, month.Second * 0.005));

    // ses(Nile): the level and its weight are the optimum of both.
    [Fact]
    public void Without_a_trend_it_is_simple_exponential_smoothing()
    {
        var made = Made.By(outlook => ThetaModel.Forecast(KnownSeries.Nile, 1, ThetaKind.Level, outlook), 100, 2);

        Assert.Equal(0.245534, made.Response[1], 2e-4);
        Assert.Equal(805.3363, made.Mean[0], 0.1);
        Assert.Equal(made.Mean[0], made.Mean[1], 1e-9);
    }

    [Theory]
    [InlineData(ThetaKind.Optimized)]
    [InlineData(ThetaKind.Dynamic)]
    public void A_straight_line_goes_on(ThetaKind kind)
    {
        double[] line = [.. Enumerable.Range(0, 40).Select(t => 10 + (3.0 * t))];
        var made = Made.By(outlook => ThetaModel.Forecast(line, 1, kind, outlook), 40, 3);

        Assert.All(made.Mean.Zip([130.0, 133, 136]), step => Assert.Equal(step.Second, step.First, 0.5));
        Assert.All(made.Fitted.Zip(line).Skip(kind == ThetaKind.Dynamic ? 3 : 0), step => Assert.Equal(step.Second, step.First, 0.5));
    }

    // The errors of one step are what the search made least: a trend that is searched fits no worse than one that is not.
    [Fact]
    public void Searching_theta_fits_better_than_not()
    {
        var fixedErrors = new ThetaErrors(KnownSeries.Nile, ThetaKind.Standard);
        var searchedErrors = new ThetaErrors(KnownSeries.Nile, ThetaKind.Optimized);

        foreach (var alpha in new[] { 0.1, 0.3, 0.6, 0.9 })
        {
            Assert.True(searchedErrors.Evaluate(alpha) <= fixedErrors.Evaluate(alpha) + 1e-6);
        }
    }
}
