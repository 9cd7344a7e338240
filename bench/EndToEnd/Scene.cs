using Composerp.Samples.Api;
using Composerp.Samples.Imports;
using Composerp.Samples.Retailer;
using Composerp.Samples.Screen;
using Composerp.Samples.Waiting;

namespace Composerp.Bench.EndToEnd;

/// <summary>A retailer whose sales are all history, and one store that is live.</summary>
internal sealed class Scene
{
    public const string LiveStore = "LIVE";

    private static readonly DateOnly _end = new(2026, 3, 1);
    private static readonly TimeSpan _workedOffLimit = TimeSpan.FromMinutes(5);

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

    /// <summary>Waits until everything posted so far has taken effect everywhere.</summary>
    /// <remarks>A location's events arrive in order: once a count is seen, so is all that was posted before it.</remarks>
    public async Task AwaitWorkedOffAsync(ComposerpApi api, Step step, CancellationToken token)
    {
        var number = Guid.CreateVersion7();
        var units = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await api.Ledger.PostAllAsync(
            _assortment.Stores.Select(store => new Movement(
                $"bench/{number:N}/{store.Code}", "COUNT", TimeProvider.System.GetUtcNow(), store.Code, [new MovementLine(Sku, units)])),
            token);

        foreach (var store in _assortment.Stores)
        {
            if (!await Until.TrueAsync(
                async () => (await api.Replenishment.FindPositionAsync(store.Code, Sku, token))?.OnHand == units, _workedOffLimit, token))
            {
                throw new TimeoutException($"What was posted at {store.Code} did not reach replenishment within {_workedOffLimit}.");
            }
        }

        await DemandArrival.AwaitAsync(api.Forecasting, Rows, step, token);
    }
}
