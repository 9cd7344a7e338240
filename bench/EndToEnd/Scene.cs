using Composerp.Samples.Api;
using Composerp.Samples.Imports;
using Composerp.Samples.Retailer;

namespace Composerp.Bench.EndToEnd;

/// <summary>A retailer whose sales are all history, and one store that is live.</summary>
internal sealed class Scene
{
    public const string LiveStore = "LIVE";

    private static readonly DateOnly _end = new(2026, 3, 1);

    private readonly Assortment _assortment = new(RetailerSize.Full);

    public Scene(int days)
    {
        // One day before its start nothing was live, so every row is history.
        var calendar = new RetailerCalendar(_end.AddDays(1 - days), _end.AddDays(1), _end);
        var demand = new ShelfDemand(calendar);
        Rows = [.. SalesHistory.Rows(_assortment, demand, LiveOperations.Play(_assortment, demand, calendar), calendar)];
    }

    public DateOnly End => _end;

    public SalesRow[] Rows { get; }

    public string Sku => _assortment.Products[0].Sku;

    public async Task SetAsync(LedgerApi ledger, CancellationToken token)
    {
        await ledger.PutItemsAsync(_assortment.Products.Select(product => new Item(product.Sku, product.Name, product.Category.Name)), token);
        await ledger.PutLocationsAsync(
            [
                .. _assortment.Stores.Select(store => new Location(store.Code, store.Name, "store", "UTC", _end.AddDays(1))),
                new Location(LiveStore, "A store that is live", "store", "UTC", AllowsNegative: true),
            ],
            token);
    }
}
