using Composerp.Forecasting.Domain;

namespace Composerp.Forecasting.Tests.Domain;

public sealed class PeerForecastTests
{
    private static readonly DateOnly _first = new(2026, 3, 1);

    [Fact]
    public void Similar_items_widen_the_forecast_by_how_they_differ_and_the_mixture_is_orderly()
    {
        var own = Forecast.Of([4, 4, 4, 4], 7, QuantileLevels.All);
        var peers = Sales(spread: true).FindFor(History(4, 4, 4, 4), new("fresh", 3), isOnShelf: false, 500)!;

        var mixed = PeerForecast.Mix(own, peers, QuantileLevels.All, wholeUnits: true);

        Assert.Equal(peers.Share, mixed.PeerShare);
        Assert.Equal("combination", mixed.ModelName);
        Assert.All(mixed.Mean.Index(), day => Assert.Equal(((1 - peers.Share) * 4) + (peers.Share * peers.Expected[day.Index]), day.Item, 1e-9));
        Assert.All(mixed.Sigma, sigma => Assert.True(sigma > 0));
        Assert.All(mixed.Quantiles.Zip(mixed.Quantiles.Skip(1)), pair => Assert.All(pair.First.Zip(pair.Second), day => Assert.True(day.First <= day.Second)));
        Assert.All(mixed.SumQuantiles, sums => Assert.Equal(sums.Order(), sums));
        Assert.All(mixed.SumSigma.Zip(mixed.SumSigma.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void Before_the_first_day_similar_items_are_all_there_is()
    {
        var peers = Sales(spread: false).FindFor(History(0), new("fresh", 3), isOnShelf: true, 500)!;
        var mixed = PeerForecast.Mix(Forecast.Of([0], 7, QuantileLevels.All), peers with { Share = 1 }, QuantileLevels.All, wholeUnits: true);

        Assert.Equal("similar-items", mixed.ModelName);
        Assert.Equal(peers.Expected, mixed.Mean);
        Assert.All(mixed.Mean, mean => Assert.InRange(mean, 9.5, 10.5));
    }

    [Fact]
    public void Broken_and_huge_amounts_have_quantiles_too()
    {
        foreach (var unit in new[] { 1e-3, 0.7, 1e6 })
        {
            var sales = new SimilarSales([.. Enumerable.Range(1, 9).Select(item => new ItemLaunch(
                new("fresh", 3), _first, [.. Enumerable.Range(0, ItemLaunch.Days).Select(day => unit * item * (1 + (day % 3)))]))]);
            var peers = sales.FindFor(History(unit, unit), new("fresh", 3), isOnShelf: false, 500)!;
            var mixed = PeerForecast.Mix(Forecast.Of([unit, unit], 7, QuantileLevels.All), peers with { Share = 1 }, QuantileLevels.All, wholeUnits: false);

            Assert.InRange(mixed.Quantiles[^1][0], 1.5 * mixed.Mean[0], 8 * mixed.Mean[0]);
            Assert.InRange(mixed.Quantiles[4][0], 0.5 * mixed.Mean[0], 1.1 * mixed.Mean[0]);
        }
    }

    [Fact]
    public void Who_is_not_young_or_not_there_or_took_over_a_history_has_no_like()
    {
        var sales = Sales(spread: true);

        Assert.NotNull(sales.FindFor(History([.. new double[54], 1]), new("fresh", 3), isOnShelf: false, 500));
        Assert.Null(sales.FindFor(History([.. new double[55], 1]), new("fresh", 3), isOnShelf: false, 500));
        Assert.Null(sales.FindFor(History(0), new("fresh", 3), isOnShelf: false, 500));

        // A history of 28 days says nothing of what was before.
        Assert.Null(sales.FindFor(History([.. Enumerable.Repeat(1.0, 28)]), new("fresh", 3), isOnShelf: false, 28));
        Assert.Null(sales.FindFor(History(4, 4) with { Flags = [DayFlags.Inherited, DayFlags.None] }, new("fresh", 3), isOnShelf: false, 500));
        Assert.Null(new SimilarSales([]).FindFor(History(4, 4), new("fresh", 3), isOnShelf: false, 500));
    }

    /// <summary>Nine launches around ten a day.</summary>
    private static SimilarSales Sales(bool spread) => new([.. Enumerable.Range(-4, 9).Select(item => new ItemLaunch(
        new("fresh", 3), _first, [.. Enumerable.Range(0, ItemLaunch.Days).Select(day => 9.0 + (2 * (day % 2)) + (spread ? item : 0))]))]);

    private static PreparedHistory History(params double[] units) => new(
        "S001", "NEW", _first, units, units, new double[units.Length], new DayFlags[units.Length], [],
        new(_first.AddDays(units.Length), [.. Enumerable.Repeat(1.0, 7)], new DayFlags[7]));
}
