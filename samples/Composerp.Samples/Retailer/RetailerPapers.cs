using Composerp.Samples.Api;

namespace Composerp.Samples.Retailer;

/// <summary>The retailer in the words of the API: master data, policies, and the movements since go-live.</summary>
internal sealed class RetailerPapers(Assortment assortment, ShelfDemand demand, RetailerCalendar calendar)
{
    public const string Actor = "demo";

    private const string TimeZone = "Europe/Berlin";
    private const double ServiceLevel = 0.95;
    private const int ReviewDays = 3;
    private const int WarehouseMinimumDays = 16;
    private const int WarehouseMaximumDays = 28;

    private static readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public IEnumerable<Item> Items =>
        assortment.Products.Select(product => new Item(product.Sku, product.Name, product.Category.Name, UnitCost: product.UnitCost));

    public IEnumerable<Location> Locations =>
    [
        .. Assortment.Warehouses.Select(warehouse => new Location(warehouse.Code, warehouse.Name, "warehouse", TimeZone, calendar.GoLive)),
        .. assortment.Stores.Select(store => new Location(store.Code, store.Name, "store", TimeZone, calendar.GoLive)),
    ];

    public IEnumerable<Supplier> Suppliers =>
        Category.All.Select(category => new Supplier(category.Supplier, $"{category.Supplier[0]}{category.Supplier[1..].ToLowerInvariant()} ({category.Name})"));

    public IEnumerable<SupplierItem> SupplierItems =>
        from product in assortment.Products
        let category = product.Category
        select new SupplierItem(
            category.Supplier, product.Sku, category.LeadTimeDays, product.UnitCost,
            MinimumQuantity: product.CaseSize, OrderMultiple: product.CaseSize);

    /// <summary>Stores order up to a service level by the forecast; warehouses, which sell nothing themselves, between a minimum and a maximum.</summary>
    public IEnumerable<Policy> Policies =>
    [
        .. from store in assortment.Stores
           from product in assortment.Ranges[store.Number]
           select Policy.OrderUpTo(store.Code, product.Sku, product.Category.Supplier, ServiceLevel, ReviewDays),
        .. from warehouse in Assortment.Warehouses
           from product in assortment.Products
           let mean = assortment.StoresOf(warehouse.Code).Sum(store => demand.Mean(store, product, calendar.GoLive))
           select Policy.MinMax(
               warehouse.Code, product.Sku, product.Category.Supplier,
               (decimal)Math.Ceiling(WarehouseMinimumDays * mean), (decimal)Math.Ceiling(WarehouseMaximumDays * mean)),
    ];

    /// <summary>Opening counts with cost, then receipts and transfers in the order of their days.</summary>
    public IEnumerable<Movement> Movements(LiveOperations live)
    {
        var counts =
            from position in live.Opening
            group position by position.Key.Location into location
            select new Movement(
                $"demo/opening/{location.Key}", "COUNT", At(calendar.GoLive, 0), location.Key,
                [.. location.Select(counted => new MovementLine(counted.Key.Sku, counted.Value, CostOf(counted.Key.Sku)))],
                Actor: Actor);

        var receipts = live.Receipts.Select(receipt => new Movement(
            $"demo/receipt/{receipt.To}/{receipt.From}/{receipt.Date:O}", "RECEIPT", At(receipt.Date, 6), receipt.To,
            [.. receipt.Lines.Select(line => new MovementLine(line.Product.Sku, line.Units, line.Product.UnitCost))],
            Reference: $"{receipt.From} {receipt.Date:O}", Actor: Actor));

        var transfers =
            from transfer in live.Transfers
            from kind in new[] { "TRANSFER_OUT", "TRANSFER_IN" }
            select new Movement(
                $"demo/{kind}/{transfer.From}/{transfer.To}/{transfer.Date:O}", kind, At(transfer.Date, kind == "TRANSFER_OUT" ? 7 : 8), transfer.From,
                [.. transfer.Lines.Select(line => new MovementLine(line.Product.Sku, line.Units))],
                ToLocation: transfer.To, Reference: $"{transfer.To} {transfer.Date:O}", Actor: Actor);

        return [.. counts, .. receipts.Concat(transfers).OrderBy(movement => movement.OccurredAt)];
    }

    private decimal CostOf(string sku) => _costs.Value[sku];

    private readonly Lazy<Dictionary<string, decimal>> _costs =
        new(() => assortment.Products.ToDictionary(product => product.Sku, product => product.UnitCost));

    private static DateTimeOffset At(DateOnly date, int hour)
    {
        var local = date.ToDateTime(new TimeOnly(hour, 0));

        return new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
