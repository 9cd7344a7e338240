using Composerp.Samples.Api;

namespace Composerp.Samples.M5;

/// <summary>How a shelf starts on the first day after the sales.</summary>
internal enum Shelf
{
    /// <summary>Nothing is there: an order must be proposed.</summary>
    Empty,

    /// <summary>More than any policy wants: nothing may be proposed.</summary>
    Full,

    /// <summary>Some days of stock.</summary>
    Low,
}

/// <summary>What the competition's files leave open: time zones, opening stock, suppliers, policies.</summary>
internal sealed class M5Papers(IReadOnlyList<M5Series> series, DateOnly goLive)
{
    public const string Actor = "m5";

    private const decimal UnitCost = 2m;
    private const int LeadTimeDays = 3;
    private const decimal CaseSize = 6m;

    public IEnumerable<Item> Items =>
        series.DistinctBy(one => one.Item).Select(one => new Item(one.Item, one.Item, one.Department, UnitCost: UnitCost));

    public IEnumerable<Location> Locations =>
        series.DistinctBy(one => one.Store).Select(one => new Location(one.Store, $"Store {one.Store}", "store", ZoneOf(one.State), goLive));

    public IEnumerable<Supplier> Suppliers =>
        series.DistinctBy(one => one.Department).Select(one => new Supplier(SupplierOf(one), $"{one.Department} supplier"));

    public IEnumerable<SupplierItem> SupplierItems =>
        series.DistinctBy(one => one.Item).Select(one => new SupplierItem(
            SupplierOf(one), one.Item, LeadTimeDays, UnitCost, MinimumQuantity: CaseSize, OrderMultiple: CaseSize));

    /// <summary>Both kinds of policy, turn by turn.</summary>
    public IEnumerable<Policy> Policies => series.Select((one, number) => number % 2 == 0
        ? Policy.MinMax(one.Store, one.Item, SupplierOf(one), 1 + Math.Ceiling(7 * one.RecentMean), 1 + Math.Ceiling(21 * one.RecentMean))
        : Policy.OrderUpTo(one.Store, one.Item, SupplierOf(one), serviceLevel: 0.95, reviewDays: 7));

    /// <summary>One opening count per store, with cost.</summary>
    public IEnumerable<Movement> OpeningCounts =>
        from counted in series.Select((one, number) => (Series: one, Units: OpeningUnits(one, number)))
        group counted by (counted.Series.Store, counted.Series.State) into store
        select new Movement(
            $"m5/opening/{store.Key.Store}/{goLive:O}/{store.Count()}", "COUNT", StartOf(goLive, store.Key.State), store.Key.Store,
            [.. store.Select(counted => new MovementLine(counted.Series.Item, counted.Units, UnitCost))], Actor: Actor);

    public Movement ReceiptOf(PurchaseOrder order) => new(
        $"m5/receipt/{order.Number}", "RECEIPT", StartOf(goLive, StateOf(order.Location)).AddHours(12), order.Location,
        [.. order.Lines.Select(line => new MovementLine(line.Sku, line.Quantity, UnitCost))], Reference: order.Number, Actor: Actor);

    public static Shelf ShelfOf(int number) => (number % 4) switch
    {
        0 => Shelf.Empty,
        1 => Shelf.Full,
        _ => Shelf.Low,
    };

    private static decimal OpeningUnits(M5Series one, int number) => ShelfOf(number) switch
    {
        Shelf.Empty => 0,
        Shelf.Full => 100 + Math.Ceiling(90 * one.RecentMean),
        _ => Math.Ceiling(3 * one.RecentMean),
    };

    private static string SupplierOf(M5Series one) => $"SUP-{one.Department}";

    private string StateOf(string store) => series.First(one => one.Store == store).State;

    private static DateTimeOffset StartOf(DateOnly date, string state)
    {
        var local = date.ToDateTime(TimeOnly.MinValue);

        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(ZoneOf(state)).GetUtcOffset(local)).ToUniversalTime();
    }

    private static string ZoneOf(string state) => state switch
    {
        "CA" => "America/Los_Angeles",
        "TX" or "WI" => "America/Chicago",
        _ => throw new InvalidDataException($"The M5 file names the state '{state}', whose time zone is not known here."),
    };
}
