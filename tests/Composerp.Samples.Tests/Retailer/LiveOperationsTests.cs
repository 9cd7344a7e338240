using Composerp.Samples.Retailer;

namespace Composerp.Samples.Tests.Retailer;

public sealed class LiveOperationsTests
{
    private static readonly RetailerCalendar _calendar = RetailerCalendar.EndingOn(new(2026, 3, 1), 730);
    private static readonly Assortment _assortment = new(RetailerSize.Full);
    private static readonly ShelfDemand _demand = new(_calendar);
    private static readonly LiveOperations _live = LiveOperations.Play(_assortment, _demand, _calendar);

    // The ledger refuses a sale below zero, and it sees counts, receipts and transfers before the sales.
    [Fact]
    public void Nowhere_is_more_taken_than_was_there()
    {
        var left = new Dictionary<(string, string), int>(_live.Opening);

        foreach (var (delivery, line) in _live.Receipts.Concat(_live.Transfers).SelectMany(delivery => delivery.Lines.Select(line => (delivery, line))))
        {
            left[(delivery.To, line.Product.Sku)] += line.Units;

            if (left.ContainsKey((delivery.From, line.Product.Sku)))
            {
                left[(delivery.From, line.Product.Sku)] -= line.Units;
            }
        }

        foreach (var store in _assortment.Stores)
        {
            foreach (var product in _assortment.Ranges[store.Number])
            {
                left[(store.Code, product.Sku)] -= _calendar.Live.Sum(date => _live.Sold(store, product, date));
            }
        }

        Assert.All(left.Values, units => Assert.True(units >= 0));
    }

    [Fact]
    public void Shelves_run_empty_now_and_then_and_not_often()
    {
        var (wanted, sold) = (0, 0);

        foreach (var store in _assortment.Stores)
        {
            foreach (var product in _assortment.Ranges[store.Number])
            {
                wanted += _calendar.Live.Sum(date => _demand.Units(store, product, date));
                sold += _calendar.Live.Sum(date => _live.Sold(store, product, date));
            }
        }

        Assert.InRange(1 - ((double)sold / wanted), 0.002, 0.15);
    }

    [Fact]
    public void Movements_have_identities_of_their_own_and_stay_within_the_limits_of_the_API()
    {
        var movements = new RetailerPapers(_assortment, _demand, _calendar).Movements(_live).ToArray();

        Assert.Distinct(movements.Select(movement => movement.Id));
        Assert.All(movements, movement => Assert.InRange(movement.Lines.Count, 1, 1_000));
        Assert.All(movements.Where(movement => movement.Kind != "COUNT"), movement => Assert.All(movement.Lines, line => Assert.True(line.Quantity > 0)));
    }
}
