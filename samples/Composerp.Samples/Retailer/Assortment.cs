namespace Composerp.Samples.Retailer;

/// <summary>How big the retailer is; smaller ones are for tests.</summary>
/// <param name="Days">Days of history up to the last day, before and after go-live together.</param>
internal sealed record RetailerSize(int Stores, int Items, int Days)
{
    public static RetailerSize Full { get; } = new(Stores: 12, Items: 200, Days: 730);
}

/// <param name="Number">From 0; part of the key of every draw.</param>
/// <param name="Size">Trade relative to an average store.</param>
/// <param name="DeliveryDays">Days of the week on which the warehouse delivers.</param>
internal sealed record Store(int Number, string Code, string Name, double Size, string Warehouse, IReadOnlyList<DayOfWeek> DeliveryDays);

/// <param name="UnitsPerDay">Mean sales on an average day of an average store.</param>
/// <param name="GrowthPerYear">0.1 is a tenth more each year.</param>
/// <param name="CaseSize">Units that come packed together.</param>
internal sealed record Product(
    int Number,
    string Sku,
    string Name,
    Category Category,
    decimal Price,
    decimal UnitCost,
    double UnitsPerDay,
    double GrowthPerYear,
    int CaseSize);

/// <summary>Who sells what: stores, warehouses, products, suppliers. The same for everybody, drawn from fixed seeds.</summary>
internal sealed class Assortment
{
    private const int Seed = 20_260_105;

    private static readonly string[] _storeNames =
    [
        "Old Town", "Harbour", "Station", "University", "Riverside", "Market Square", "Hillcrest", "Airport", "Garden City", "West End",
        "Lakeside", "Mill Lane",
    ];

    public Assortment(RetailerSize size)
    {
        Products = [.. Enumerable.Range(0, size.Items).Select(ProductOf)];
        Stores = [.. Enumerable.Range(0, size.Stores).Select(StoreOf)];
        Ranges = [.. Stores.Select(store => Products.Where(product => IsListed(store, product)).ToArray())];
    }

    public static IReadOnlyList<(string Code, string Name)> Warehouses { get; } = [("W01", "North warehouse"), ("W02", "South warehouse")];

    public IReadOnlyList<Store> Stores { get; }

    public IReadOnlyList<Product> Products { get; }

    /// <summary>What each store carries, by store number.</summary>
    public IReadOnlyList<IReadOnlyList<Product>> Ranges { get; }

    public IEnumerable<Store> StoresOf(string warehouse) => Stores.Where(store => store.Warehouse == warehouse);

    private static Product ProductOf(int number)
    {
        // Round robin, so that a small retailer has every category too.
        var category = Category.All[number % Category.All.Count];
        var place = number / Category.All.Count % (category.Kinds.Count * category.Variants.Count);
        var name = $"{category.Kinds[place % category.Kinds.Count]}, {category.Variants[place / category.Kinds.Count]}";
        var dice = Dice.Of(Seed, 1, number);

        var price = Math.Round((decimal)dice.Between(category.PriceFrom, category.PriceTo), 1) - 0.01m;

        // A few items carry the trade and many stand beside them: sales fall with the rank as in Zipf's law.
        var rank = dice.Next() * category.Kinds.Count * category.Variants.Count;

        return new Product(
            number,
            $"{category.Code}-{place + 1:D3}",
            name,
            category,
            price,
            Math.Round(price * (decimal)dice.Between(0.55, 0.72), 2),
            category.UnitsPerDay / (1 + (0.4 * rank)),
            dice.Between(-0.12, 0.18),
            category.CaseSize);
    }

    private static Store StoreOf(int number)
    {
        var size = Dice.Of(Seed, 2, number).Between(0.5, 1.8);
        var warehouse = Warehouses[number % Warehouses.Count].Code;
        var first = (DayOfWeek)(number % 7);

        return new Store(
            number, $"S{number + 1:D2}", _storeNames[number % _storeNames.Length], size, warehouse, [first, (DayOfWeek)(((int)first + 3) % 7)]);
    }

    // Big stores carry everything, the smallest ones about two thirds.
    private static bool IsListed(Store store, Product product) =>
        Dice.Of(Seed, 3, store.Number, product.Number).Next() < 0.45 + (0.4 * store.Size);
}
