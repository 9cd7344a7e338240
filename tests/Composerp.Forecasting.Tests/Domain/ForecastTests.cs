using Composerp.Forecasting.Domain;
using CsCheck;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class ForecastTests
{
    private const int HorizonDays = 28;

    private static readonly double[] _levels = [0.01, 0.1, 0.5, 0.9, 0.99];

    // Sales as shops see them: mostly zeros, some units, now and then a bulk order; whole or weighed.
    private static readonly Gen<double[]> _history = Gen.OneOf(
        Gen.Frequency((6, Gen.Const(0)), (6, Gen.Int[1, 20]), (1, Gen.Int[100, 5_000])).Select(units => (double)units).Array[1, 120],
        Gen.Int[0, 40].Select(quarters => quarters / 4.0).Array[1, 120],
        Gen.Int[0, 5].Select(units => (double)units).Array[200, 500]);

    public static TheoryData<string, double[]> DegenerateHistories => new()
    {
        { "one zero", [0] },
        { "one sale", [7] },
        { "two days", [3, 4] },
        { "a week", [1, 2, 3, 4, 5, 6, 7] },
        { "all zero", new double[400] },
        { "constant", [.. Enumerable.Repeat(5.0, 400)] },
        { "a single spike", [.. new double[200], 1_000, .. new double[199]] },
        { "a spike at the end", [.. new double[399], 1_000] },
        { "a bulk order on the last day", [0, 5, 0, 20, 0, 0, 3, 0, 12, 0, 7, 0, 0, 11, 6, 0, 19, 4_375] },
        { "only Saturdays", [.. Enumerable.Range(0, 400).Select(day => day % 7 == 5 ? 12.0 : 0)] },
        { "dead for a year", [.. Enumerable.Repeat(9.0, 60), .. new double[365]] },
        { "huge", [.. Enumerable.Range(0, 400).Select(day => day % 2 == 0 ? Forecast.DemandMax : 0)] },
        { "tiny", [.. Enumerable.Range(0, 400).Select(day => day % 3 == 0 ? 0.0001 : 0)] },
    };

    [Theory, MemberData(nameof(DegenerateHistories))]
    public void Degenerate_histories_have_sane_forecasts(string _, double[] demand) =>
        AssertSane(demand, Forecast.Of(demand, HorizonDays, _levels));

    [Fact]
    public void Every_history_has_a_sane_forecast() =>
        _history.Sample(demand => AssertSane(demand, Forecast.Of(demand, HorizonDays, _levels)), iter: 100);

    [Fact]
    public void Nothing_sold_is_nothing_forecast()
    {
        var forecast = Forecast.Of(new double[90], HorizonDays, _levels);

        Assert.All(forecast.Mean, mean => Assert.Equal(0, mean));
        Assert.All(forecast.SumSigma, sigma => Assert.Equal(0, sigma));
        Assert.Null(forecast.Accuracy?.Wape);
        Assert.Null(forecast.Accuracy?.Mase);
    }

    [Fact]
    public void What_never_changes_is_forecast_with_certainty()
    {
        var forecast = Forecast.Of(Enumerable.Repeat(5.0, 90).ToArray(), HorizonDays, _levels);

        Assert.All(forecast.Mean.Concat(forecast.Quantiles.SelectMany(days => days)), units => Assert.Equal(5, units, 1e-9));
        Assert.Equal(0, forecast.Accuracy!.Wape!.Value, 1e-9);
    }

    // One day of sales says little: the forecast may be wrong by as much as itself.
    [Fact]
    public void A_first_sale_is_forecast_with_much_doubt()
    {
        var forecast = Forecast.Of([7], HorizonDays, _levels);

        Assert.Equal(7, forecast.Mean[0]);
        Assert.Equal(7, forecast.Sigma[0], 1e-9);
        Assert.Equal((0, 14), (forecast.Quantiles[0][0], forecast.Quantiles[^1][0]));
    }

    [Fact]
    public void An_item_sold_in_whole_units_has_whole_quantiles() =>
        _history.Sample(
            demand => Assert.All(
                Forecast.Of(demand.Select(Math.Floor).ToArray(), HorizonDays, _levels).Quantiles.SelectMany(days => days),
                units => Assert.True(double.IsInteger(units))),
            iter: 50);

    // Grams or kilograms, the forecast is the same, but for the last bits: logarithms do not scale exactly, and a last bit
    // may choose another model. So the histories are the same ones every time.
    [Fact]
    public void The_unit_of_measure_does_not_matter()
    {
        // Odd parts of 4,096: never whole, before or after the division, since whole demand is forecast in whole units.
        var histories = Gen.Int[200, 80_000].Select(part => ((2 * part) + 1) / 4096.0).Array[1, 300];
        var draws = new PCG(1, 20_261_128);

        for (var history = 0; history < 60; history++)
        {
            var demand = histories.Generate(draws, null, out _);
            var one = Forecast.Of(demand, HorizonDays, _levels);
            var eighth = Forecast.Of(demand.Select(value => value / 8).ToArray(), HorizonDays, _levels);

            Assert.Equal(one.Models.Select(model => model.Model), eighth.Models.Select(model => model.Model));
            AssertClose(one.Mean, eighth.Mean.Select(value => value * 8));
            AssertClose(one.SumSigma, eighth.SumSigma.Select(value => value * 8));
            AssertClose(one.Quantiles.SelectMany(days => days), eighth.Quantiles.SelectMany(days => days).Select(value => value * 8));
        }
    }

    [Fact]
    public void The_same_history_gives_the_same_forecast_bit_for_bit()
    {
        var random = new Random(20_260_303);
        double[] demand = [.. Enumerable.Range(0, 500).Select(_ => random.Next(4) * random.NextDouble())];
        var alone = Forecast.Of(demand, HorizonDays, _levels);
        var together = new Forecast[64];

        Parallel.For(0, together.Length, i => together[i] = Forecast.Of(demand, HorizonDays, _levels));

        Assert.All(together, forecast =>
        {
            Assert.Equal(alone.Mean, forecast.Mean);
            Assert.Equal(alone.SumSigma, forecast.SumSigma);
            Assert.Equal(alone.Quantiles, forecast.Quantiles);
        });
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(1e16)]
    public void What_is_no_quantity_is_refused(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecast.Of([1, value, 1], HorizonDays, _levels));

    [Fact]
    public void No_history_is_forecast_as_nothing() => Assert.All(Forecast.Of([], HorizonDays, _levels).Mean, mean => Assert.Equal(0, mean));

    // Thursdays without stock: nothing was sold, and nothing is known.
    [Fact]
    public void Days_that_are_not_known_count_as_others_of_their_weekday()
    {
        double[] demand = [.. Enumerable.Range(0, 140).Select(day => day % 7 == 3 && day % 2 == 0 ? double.NaN : 4.0 + (day % 7))];

        Assert.All(
            Forecast.Of(demand, 7, _levels).Mean.Index(),
            day => Assert.Equal(4 + day.Index, day.Item, 0.05));
    }

    [Fact]
    public void Nothing_known_is_forecast_as_nothing() =>
        Assert.All(Forecast.Of([double.NaN, double.NaN], HorizonDays, _levels).Mean, mean => Assert.Equal(0, mean));

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * (1 + Math.Abs(pair.First))));

    // The bounds are those that the models are held to, and not what random histories happen to give.
    private static void AssertSane(double[] demand, Forecast forecast)
    {
        var most = demand.Max();

        Assert.All(forecast.Mean, mean => Assert.InRange(mean, 0, 5 * most * (1 + 1e-9)));
        Assert.All(forecast.Sigma.Concat(forecast.SumSigma), sigma => Assert.True(double.IsFinite(sigma) && sigma >= 0));
        Assert.All(forecast.Quantiles.SelectMany(days => days), units => Assert.InRange(units, 0, (10 * most) + 0.5));

        foreach (var (lower, higher) in forecast.Quantiles.Zip(forecast.Quantiles.Skip(1)))
        {
            Assert.All(lower.Zip(higher), pair => Assert.True(pair.First <= pair.Second));
        }
    }
}
