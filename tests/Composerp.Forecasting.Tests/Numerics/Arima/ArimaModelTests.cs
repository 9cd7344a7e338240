using Composerp.Forecasting.Numerics.Arima;

namespace Composerp.Forecasting.Tests.Numerics.Arima;

public sealed class ArimaModelTests
{
    // Arima(x, order = c(0,1,1), seasonal = c(0,1,1), method = "CSS"), x the passengers and their logarithms.
    [Theory]
    [InlineData(false, -0.3093491912, -0.1128215212)]
    [InlineData(true, -0.3771624391, -0.5723790627)]
    public void The_weights_of_the_airline_model_are_those_of_the_literature(bool isLogarithmic, double average, double seasonalAverage)
    {
        double[] series = [.. KnownSeries.AirPassengers.Select(value => isLogarithmic ? Math.Log(value) : value)];
        var differenced = Differencing.Difference(Differencing.Difference(series, 12), 1);

        var fit = ArimaFit.Find(differenced, new(0, 1, 1, 0, 1, 1, false), 12)!;

        Assert.Equal(average, fit.Average[0], 1e-3);
        Assert.Equal(seasonalAverage, fit.SeasonalAverage[0], 1e-3);
    }

    // auto.arima(AirPassengers): 445.6349, 420.3950, 449.1983 by ARIMA(2,1,1)(0,1,0); the order found here is another.
    [Fact]
    public void Airline_passengers_are_differenced_both_ways_and_forecast_alike()
    {
        var order = default(ArimaOrder);
        var made = Made.By(outlook => order = ArimaModel.Forecast(KnownSeries.AirPassengers, 12, outlook), 144, 3);

        Assert.Equal((1, 1), (order.D, order.SeasonalD));
        Assert.All(made.Mean.Zip([445.6349, 420.3950, 449.1983]), month => Assert.Equal(month.Second, month.First, month.Second * 0.04));
    }

    // auto.arima(Nile): 816.1813, 835.5596, 840.4889 by ARIMA(1,1,1).
    [Fact]
    public void The_Nile_is_differenced_once()
    {
        var order = default(ArimaOrder);
        var made = Made.By(outlook => order = ArimaModel.Forecast(KnownSeries.Nile, 1, outlook), 100, 3);

        Assert.Equal((1, 0), (order.D, order.SeasonalD));
        Assert.All(made.Mean.Zip([816.1813, 835.5596, 840.4889]), year => Assert.Equal(year.Second, year.First, 25.0));
    }

    // ur.kpss(Nile, type = "mu", use.lag = 3): 0.965, where 0.463 is the bound at 5 %.
    [Fact]
    public void A_level_that_moves_is_seen()
    {
        Assert.True(Differencing.IsLevelMoving(KnownSeries.Nile));
        Assert.False(Differencing.IsLevelMoving(Differencing.Difference([.. KnownSeries.Nile], 1)));
        Assert.False(Differencing.IsLevelMoving(Enumerable.Repeat(3.0, 50).ToArray()));
    }

    [Fact]
    public void An_autoregression_is_found_in_its_own_draws()
    {
        var random = new Random(20_260_402);
        double last = 0;
        double[] draws = [.. Enumerable.Range(0, 900).Select(_ => last = (0.7 * last) + random.NextDouble() - 0.5)];

        Assert.Equal(0.7, ArimaFit.Find(draws, new(1, 0, 0, 0, 0, 0, false), 1)!.Autoregression[0], 0.06);
    }

    [Fact]
    public void What_is_left_of_an_error_is_not_more_than_it_was()
    {
        var made = Made.By(outlook => ArimaModel.Forecast(KnownSeries.Nile, 1, outlook), 100, 4);

        Assert.Equal(1, made.Response[0]);
        Assert.All(made.Response, response => Assert.InRange(response, -1, 1));
    }

    [Theory]
    [InlineData(new[] { 0.5 }, true)]
    [InlineData(new[] { 1.0 }, false)]
    [InlineData(new[] { 1.2, -0.4 }, true)]
    [InlineData(new[] { 0.6, 0.5 }, false)]
    [InlineData(new[] { 0.0, -1.1 }, false)]
    public void Weights_are_stable_where_their_roots_lie_outside_of_the_circle(double[] weights, bool expected) =>
        Assert.Equal(expected, Polynomial.IsStable(weights));

    // (1 - 0.5 B)(1 - B^2) = 1 - 0.5 B - B^2 + 0.5 B^3.
    // Seven tenths of what is off the mean stay: far ahead nothing of it is left.
    [Fact]
    public void What_returns_to_its_mean_is_forecast_to()
    {
        var random = new Random(3);
        var series = new double[300];

        for (var t = 0; t < series.Length; t++)
        {
            series[t] = 100 + (t == 0 ? 0 : 0.7 * (series[t - 1] - 100)) + random.Next(-5, 6);
        }

        var made = Made.By(outlook => ArimaModel.Forecast(series, 1, outlook), 300, 60);

        Assert.InRange(made.Mean[^1], 97, 103);
    }

    [Fact]
    public void Polynomials_are_multiplied()
    {
        double[] product = [1, 0, 0, 0];
        var degree = Polynomial.Multiply(product, 0, [0.5], 1, -1);

        Assert.Equal(3, Polynomial.Multiply(product, degree, [1], 2, -1));
        Assert.Equal([1, -0.5, -1, 0.5], product);
    }
}
