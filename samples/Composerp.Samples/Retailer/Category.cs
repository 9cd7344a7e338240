namespace Composerp.Samples.Retailer;

/// <summary>Products that are bought alike: same supplier, same week, same season.</summary>
/// <param name="UnitsPerDay">Of the best seller, on an average day of an average store.</param>
/// <param name="Week">Sales from Sunday to Saturday relative to an average day.</param>
/// <param name="PeakDay">Day of the year on which sales peak.</param>
/// <param name="Season">How far sales rise above and fall below the year's mean; 0.2 is a fifth.</param>
/// <param name="CaseSize">Units that come packed together.</param>
internal sealed record Category(
    string Code,
    string Name,
    string Supplier,
    int LeadTimeDays,
    double PriceFrom,
    double PriceTo,
    double UnitsPerDay,
    IReadOnlyList<double> Week,
    int PeakDay,
    double Season,
    int CaseSize,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> Variants)
{
    private static readonly double[] _weekend = [0.7, 0.85, 0.85, 0.9, 1.05, 1.25, 1.4];
    private static readonly double[] _steady = [0.8, 1, 1, 1, 1, 1.1, 1.1];

    public static IReadOnlyList<Category> All { get; } =
    [
        new("DAI", "Dairy", "ALPENMILCH", 2, 0.9, 4.5, 60, _steady, 355, 0.05, 12,
            ["Milk", "Yoghurt", "Butter", "Cream", "Cheese"], ["plain", "organic", "light", "family pack", "lactose-free"]),
        new("BAK", "Bakery", "MUEHLENBROT", 2, 0.6, 4, 55, _weekend, 340, 0.08, 10,
            ["Bread", "Rolls", "Toast", "Croissant", "Cake"], ["white", "wholegrain", "rye", "with seeds", "gluten-free"]),
        new("PRO", "Produce", "FELDFRISCH", 2, 0.8, 5, 70, _weekend, 180, 0.15, 8,
            ["Apples", "Tomatoes", "Bananas", "Salad", "Potatoes"], ["loose", "organic", "small pack", "large pack", "regional"]),
        new("DRI", "Drinks", "QUELLWERK", 4, 0.7, 9, 45, _weekend, 205, 0.35, 12,
            ["Water", "Lemonade", "Juice", "Beer", "Iced tea"], ["classic", "mild", "zero", "six-pack", "large bottle"]),
        new("FRO", "Frozen", "POLARKOST", 5, 1.5, 7, 22, _steady, 200, 0.3, 8,
            ["Ice cream", "Pizza", "Vegetables", "Fish", "Berries"], ["classic", "organic", "family pack", "small pack", "premium"]),
        new("SNA", "Snacks", "KNUSPER", 5, 0.9, 4.5, 38, _weekend, 350, 0.2, 16,
            ["Crisps", "Chocolate", "Biscuits", "Nuts", "Fruit gums"], ["classic", "salted", "sweet", "family pack", "organic"]),
        new("HOU", "Household", "SAUBERHAUS", 7, 1.2, 12, 14, _steady, 90, 0.05, 6,
            ["Detergent", "Soap", "Paper towels", "Bin bags", "Sponges"], ["standard", "sensitive", "refill", "large pack", "eco"]),
        new("GAR", "Garden and grill", "GRUENHOF", 7, 2, 25, 9, _weekend, 150, 0.85, 4,
            ["Charcoal", "Potting soil", "Seeds", "Grill sauce", "Candles"], ["standard", "premium", "small pack", "large pack", "eco"]),
    ];
}
