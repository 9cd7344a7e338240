namespace Composerp.Samples.Retailer;

/// <param name="Lines">Products and units.</param>
internal sealed record Delivery(DateOnly Date, string From, string To, IReadOnlyList<(Product Product, int Units)> Lines);

/// <summary>The weeks since go-live played through, day by day: deliveries in the morning, sales out of what is there.</summary>
/// <remarks>Sales never exceed the stock, so the ledger accepts every one of them; where the shelf runs empty, demand is lost.</remarks>
internal sealed class LiveOperations
{
    private const int WarehouseCoverDays = 21;
    private const int StoreCoverDays = 9;
    private const int Seed = 20_260_107;

    private readonly Assortment _assortment;
    private readonly ShelfDemand _demand;
    private readonly Dictionary<(string Location, string Sku), int> _stock = [];
    private readonly Dictionary<(int Store, int Product, DateOnly Date), int> _sold = [];
    private readonly List<Delivery> _receipts = [];
    private readonly List<Delivery> _transfers = [];

    private LiveOperations(Assortment assortment, ShelfDemand demand)
    {
        _assortment = assortment;
        _demand = demand;
    }

    /// <summary>What was counted at each location on the morning of go-live.</summary>
    public IReadOnlyDictionary<(string Location, string Sku), int> Opening { get; private set; } =
        new Dictionary<(string Location, string Sku), int>();

    /// <summary>From suppliers to warehouses.</summary>
    public IReadOnlyList<Delivery> Receipts => _receipts;

    /// <summary>From warehouses to stores.</summary>
    public IReadOnlyList<Delivery> Transfers => _transfers;

    public int Sold(Store store, Product product, DateOnly date) => _sold.GetValueOrDefault((store.Number, product.Number, date));

    public static LiveOperations Play(Assortment assortment, ShelfDemand demand, RetailerCalendar calendar)
    {
        var operations = new LiveOperations(assortment, demand);
        operations.Count(calendar.GoLive);

        foreach (var date in calendar.Live)
        {
            operations.Receive(date);
            operations.Transfer(date);
            operations.Sell(date);
        }

        return operations;
    }

    private void Count(DateOnly date)
    {
        foreach (var store in _assortment.Stores)
        {
            foreach (var product in _assortment.Ranges[store.Number])
            {
                var cover = Dice.Of(Seed, 1, store.Number, product.Number).Between(0.4, 1.4) * StoreCoverDays;
                _stock[(store.Code, product.Sku)] = (int)Math.Ceiling(cover * _demand.Mean(store, product, date));
            }
        }

        foreach (var (code, _) in Assortment.Warehouses)
        {
            foreach (var product in _assortment.Products)
            {
                _stock[(code, product.Sku)] = Cases(product, WarehouseCoverDays * WarehouseMean(code, product, date));
            }
        }

        Opening = new Dictionary<(string Location, string Sku), int>(_stock);
    }

    private void Receive(DateOnly date)
    {
        if (date.DayOfWeek != DayOfWeek.Monday)
        {
            return;
        }

        foreach (var (code, _) in Assortment.Warehouses)
        {
            foreach (var supplied in _assortment.Products.GroupBy(product => product.Category.Supplier))
            {
                Deliver(_receipts, new Delivery(date, supplied.Key, code,
                    [.. from product in supplied
                        let wanted = (WarehouseCoverDays * WarehouseMean(code, product, date)) - _stock[(code, product.Sku)]
                        where wanted > 0
                        select (product, Cases(product, wanted))]));
            }
        }
    }

    private void Transfer(DateOnly date)
    {
        foreach (var store in _assortment.Stores.Where(store => store.DeliveryDays.Contains(date.DayOfWeek)))
        {
            Deliver(_transfers, new Delivery(date, store.Warehouse, store.Code,
                [.. from product in _assortment.Ranges[store.Number]
                    where !IsForgotten(store, product, date)
                    let wanted = (StoreCoverDays * _demand.Mean(store, product, date)) - _stock[(store.Code, product.Sku)]
                    where wanted > 0
                    let units = Math.Min(Cases(product, wanted), _stock[(store.Warehouse, product.Sku)])
                    where units > 0
                    select (product, units)]));
        }
    }

    private void Sell(DateOnly date)
    {
        foreach (var store in _assortment.Stores)
        {
            foreach (var product in _assortment.Ranges[store.Number])
            {
                var units = Math.Min(_demand.Units(store, product, date), _stock[(store.Code, product.Sku)]);
                _sold[(store.Number, product.Number, date)] = units;
                _stock[(store.Code, product.Sku)] -= units;
            }
        }
    }

    private void Deliver(List<Delivery> deliveries, Delivery delivery)
    {
        if (delivery.Lines.Count == 0)
        {
            return;
        }

        deliveries.Add(delivery);

        foreach (var (product, units) in delivery.Lines)
        {
            _stock[(delivery.To, product.Sku)] += units;

            if (_stock.ContainsKey((delivery.From, product.Sku)))
            {
                _stock[(delivery.From, product.Sku)] -= units;
            }
        }
    }

    private double WarehouseMean(string warehouse, Product product, DateOnly date) =>
        _assortment.StoresOf(warehouse).Sum(store => _demand.Mean(store, product, date));

    // A tenth of what is due does not come: that is where empty shelves come from.
    private static bool IsForgotten(Store store, Product product, DateOnly date) =>
        Dice.Of(Seed, 2, store.Number, product.Number, date.DayNumber).Next() < 0.1;

    private static int Cases(Product product, double units) => (int)Math.Ceiling(units / product.CaseSize) * product.CaseSize;
}
