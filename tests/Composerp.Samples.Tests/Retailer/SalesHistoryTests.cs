using Composerp.Samples.Imports;
using Composerp.Samples.Retailer;

namespace Composerp.Samples.Tests.Retailer;

public sealed class SalesHistoryTests
{
    private static readonly DateOnly _end = new(2026, 3, 1);
    private static readonly RetailerSize _small = new(Stores: 4, Items: 24, Days: 400);

    [Fact]
    public void The_same_last_day_gives_the_same_sales() =>
        Assert.Equal(Rows(RetailerCalendar.EndingOn(_end, _small.Days)), Rows(RetailerCalendar.EndingOn(_end, _small.Days)));

    // Otherwise the ledger would report the overlap as changed quantities.
    [Fact]
    public void A_later_last_day_of_the_same_retailer_only_adds_sales()
    {
        var first = RetailerCalendar.EndingOn(_end, _small.Days);
        var later = RetailerCalendar.From(first.GoLive, _end.AddDays(5), _small.Days);

        var known = Rows(later).ToDictionary(row => (row.Date, row.Sku, row.Location), row => row.Quantity);

        // A zero says that the last day was watched, so it stands on another day then.
        Assert.All(Rows(first).Where(row => row.Quantity > 0), row => Assert.Equal(row.Quantity, known[(row.Date, row.Sku, row.Location)]));
        Assert.Equal(first.Start, later.Start);
    }

    [Fact]
    public void Every_series_shows_its_first_and_its_last_day()
    {
        var calendar = RetailerCalendar.EndingOn(_end, _small.Days);
        var assortment = new Assortment(_small);
        var demand = new ShelfDemand(calendar);
        var series = Rows(calendar).GroupBy(row => (row.Location, row.Sku)).ToArray();

        Assert.Equal(assortment.Ranges.Sum(range => range.Count), series.Length);
        Assert.All(series, shelf =>
        {
            Assert.Equal(demand.ListedOn(assortment.Products.Single(product => product.Sku == shelf.Key.Sku)), shelf.Min(row => row.Date));
            Assert.Equal(_end, shelf.Max(row => row.Date));
        });
    }

    [Fact]
    public void No_row_has_an_identity_twice() =>
        Assert.Distinct(Rows(RetailerCalendar.EndingOn(_end, _small.Days)).Select(row => (row.Date, row.Sku, row.Location)));

    [Fact]
    public void The_full_retailer_has_two_years_of_twelve_stores()
    {
        var calendar = RetailerCalendar.EndingOn(_end, RetailerSize.Full.Days);
        var rows = Rows(calendar, RetailerSize.Full).ToArray();

        // 730 days less two times Christmas and New Year.
        Assert.Equal((726, 12, 200), (
            rows.Select(row => row.Date).Distinct().Count(),
            rows.Select(row => row.Location).Distinct().Count(),
            rows.Select(row => row.Sku).Distinct().Count()));
        Assert.InRange(rows.Length, 600_000, 1_752_000);
    }

    // What makes it believable: the weekend, the season and the promotion are in the figures.
    [Fact]
    public void Sales_follow_week_season_and_promotion()
    {
        var demand = new ShelfDemand(RetailerCalendar.EndingOn(_end, RetailerSize.Full.Days));
        var assortment = new Assortment(RetailerSize.Full);
        var charcoal = assortment.Products.First(product => product.Category.Code == "GAR");
        var store = assortment.Stores[0];
        DateOnly[] july = [.. Enumerable.Range(0, 7).Select(new DateOnly(2025, 6, 2).AddDays)];

        Assert.True(demand.Mean(store, charcoal, new(2025, 6, 7)) > 1.3 * demand.Mean(store, charcoal, new(2025, 6, 4)), "Saturday over Wednesday");
        Assert.True(july.Sum(day => demand.Mean(store, charcoal, day)) > 2 * july.Sum(day => demand.Mean(store, charcoal, day.AddDays(182))), "June over December");
        Assert.Contains(
            Enumerable.Range(0, 365).Select(new DateOnly(2025, 1, 1).AddDays),
            day => demand.IsPromoted(charcoal, day) && demand.Price(charcoal, day) < charcoal.Price);
    }

    private static IEnumerable<SalesRow> Rows(RetailerCalendar calendar, RetailerSize? size = null)
    {
        var assortment = new Assortment(size ?? _small);
        var demand = new ShelfDemand(calendar);

        return SalesHistory.Rows(assortment, demand, LiveOperations.Play(assortment, demand, calendar), calendar);
    }
}
